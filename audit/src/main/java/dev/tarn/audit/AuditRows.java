package dev.tarn.audit;

import dev.tarn.core.audit.AuditDecision;
import dev.tarn.core.audit.AuditEntry;
import dev.tarn.core.audit.AuditEvent;
import dev.tarn.core.audit.AuditLink;
import dev.tarn.core.audit.AuditQuery;
import dev.tarn.core.audit.HashChain;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The rows of chains.
 *
 * @param sql each statement is part of the caller's transaction, or one of its own
 */
record AuditRows(JdbcClient sql) {
  /** The ends of a chain: the last entry that was dropped, and the last one. */
  record Ends(AuditLink dropped, AuditLink last) {}

  Optional<Ends> ends(String chain) {
    return ends(chain, "");
  }

  /** Returns the ends of a chain; no other transaction writes to it until this one is over. */
  Optional<Ends> lockedEnds(String chain) {
    return ends(chain, " FOR UPDATE");
  }

  private Optional<Ends> ends(String chain, String lock) {
    return sql.sql(
            "SELECT dropped_number, dropped_hash, last_number, last_hash FROM audit_chains"
                + " WHERE chain = ?"
                + lock)
        .param(chain)
        .query(
            (row, number) ->
                new Ends(
                    new AuditLink(row.getLong("dropped_number"), row.getString("dropped_hash")),
                    new AuditLink(row.getLong("last_number"), row.getString("last_hash"))))
        .optional();
  }

  /** Begins a chain that there is not. */
  void begin(String chain) {
    AuditLink first = HashChain.beginning(chain);
    sql.sql(
            "INSERT INTO audit_chains"
                + " (chain, dropped_number, dropped_hash, last_number, last_hash)"
                + " VALUES (?, ?, ?, ?, ?)")
        .params(chain, first.number(), first.hash(), first.number(), first.hash())
        .update();
  }

  /** Adds an entry at the end of a chain; in a transaction. */
  AuditLink append(String chain, AuditEvent event) {
    Ends ends = lockedEnds(chain).orElseThrow();
    String salt = HashChain.newSalt();
    AuditLink link = HashChain.next(ends.last(), event, salt);
    sql.sql(
            "INSERT INTO audit_events (chain, number, at_millis, asked_tenant, actor,"
                + " credential_kind, credential_id, address, request_id, action, resource,"
                + " decision, reason, salt, hash)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .params(values(chain, new AuditEntry(link.number(), event, salt, link.hash())))
        .update();
    sql.sql("UPDATE audit_chains SET last_number = ?, last_hash = ? WHERE chain = ?")
        .params(link.number(), link.hash(), chain)
        .update();
    return link;
  }

  private static List<@Nullable Object> values(String chain, AuditEntry entry) {
    AuditEvent event = entry.event();
    return Arrays.asList(
        chain,
        entry.number(),
        event.time().toEpochMilli(),
        event.tenant(),
        event.actor(),
        event.credentialKind(),
        event.credentialId(),
        event.address(),
        event.requestId(),
        event.action(),
        event.resource(),
        event.decision().code(),
        event.reason(),
        entry.salt(),
        entry.hash());
  }

  List<AuditEntry> entries(String chain, AuditQuery query) {
    StringBuilder where = new StringBuilder("WHERE chain = ? AND number > ?");
    List<Object> values = new ArrayList<>(List.of(chain, query.after()));
    add(where, values, " AND actor = ?", query.actor());
    add(where, values, " AND action = ?", query.action());
    add(
        where,
        values,
        " AND decision = ?",
        query.decision() == null ? null : query.decision().code());
    add(where, values, " AND at_millis >= ?", millis(query.from()));
    add(where, values, " AND at_millis < ?", millis(query.to()));
    return sql.sql(
            "SELECT number, at_millis, asked_tenant, actor, credential_kind, credential_id,"
                + " address, request_id, action, resource, decision, reason, salt, hash"
                + " FROM audit_events "
                + where
                + " ORDER BY number LIMIT "
                + query.limit())
        .params(values)
        .query((row, number) -> entry(row))
        .list();
  }

  private static void add(
      StringBuilder where, List<Object> values, String condition, @Nullable Object value) {
    if (value != null) {
      where.append(condition);
      values.add(value);
    }
  }

  private static @Nullable Long millis(@Nullable Instant time) {
    return time == null ? null : time.toEpochMilli();
  }

  private static AuditEntry entry(ResultSet row) throws SQLException {
    return new AuditEntry(
        row.getLong("number"),
        new AuditEvent(
            Instant.ofEpochMilli(row.getLong("at_millis")),
            row.getString("asked_tenant"),
            row.getString("actor"),
            row.getString("credential_kind"),
            row.getString("credential_id"),
            row.getString("address"),
            row.getString("request_id"),
            row.getString("action"),
            row.getString("resource"),
            AuditDecision.valueOf(row.getString("decision").toUpperCase(Locale.ROOT)),
            row.getString("reason")),
        row.getString("salt"),
        row.getString("hash"));
  }

  /** Puts other words, and another salt, in the place of an entry's. */
  void replaceWords(String chain, AuditEntry entry) {
    AuditEvent event = entry.event();
    sql.sql(
            "UPDATE audit_events SET actor = ?, credential_id = ?, address = ?, resource = ?,"
                + " reason = ?, salt = ? WHERE chain = ? AND number = ?")
        .params(
            Arrays.asList(
                event.actor(),
                event.credentialId(),
                event.address(),
                event.resource(),
                event.reason(),
                entry.salt(),
                chain,
                entry.number()))
        .update();
  }

  /**
   * Keeps what a redaction has made of entries.
   *
   * @param redaction the number of the entry that says so
   */
  void addRedaction(String chain, long redaction, SortedMap<Long, String> digests) {
    digests.forEach(
        (number, digest) ->
            sql.sql(
                    "INSERT INTO audit_redactions (chain, redaction, number, digest)"
                        + " VALUES (?, ?, ?, ?)")
                .params(chain, redaction, number, digest)
                .update());
  }

  /** Returns the digests of entries by their numbers, for each redaction by its own. */
  SortedMap<Long, SortedMap<Long, String>> redactions(String chain) {
    SortedMap<Long, SortedMap<Long, String>> redactions = new TreeMap<>();
    sql.sql("SELECT redaction, number, digest FROM audit_redactions WHERE chain = ?")
        .param(chain)
        .query(
            row -> {
              redactions
                  .computeIfAbsent(row.getLong("redaction"), any -> new TreeMap<>())
                  .put(row.getLong("number"), row.getString("digest"));
            });
    return redactions;
  }

  /** Returns the number of the first entry from a time on; empty if there is none. */
  Optional<Long> firstSince(String chain, Instant time) {
    return sql.sql(
            "SELECT MIN(number) AS kept FROM audit_events WHERE chain = ? AND at_millis >= ?")
        .params(chain, time.toEpochMilli())
        .query((row, number) -> Optional.ofNullable(row.getObject("kept", Long.class)))
        .single();
  }

  /** Returns an entry that there is. */
  AuditEntry entry(String chain, long number) {
    return entries(chain, new AuditQuery(null, null, null, null, null, number - 1, 1)).getFirst();
  }

  /** Deletes the entries up to one, and what is only needed with these; returns how many. */
  long drop(String chain, AuditLink last) {
    int gone =
        sql.sql("DELETE FROM audit_events WHERE chain = ? AND number <= ?")
            .params(chain, last.number())
            .update();
    sql.sql("DELETE FROM audit_redactions WHERE chain = ? AND redaction <= ?")
        .params(chain, last.number())
        .update();
    sql.sql("UPDATE audit_chains SET dropped_number = ?, dropped_hash = ? WHERE chain = ?")
        .params(last.number(), last.hash(), chain)
        .update();
    return gone;
  }

  List<String> chains() {
    return sql.sql("SELECT chain FROM audit_chains ORDER BY chain").query(String.class).list();
  }

  void delete(String chain) {
    for (String table : List.of("audit_chains", "audit_redactions", "audit_events")) {
      sql.sql("DELETE FROM " + table + " WHERE chain = ?").param(chain).update();
    }
  }
}
