package dev.tarn.audit;

import dev.tarn.control.ControlDatabase;
import dev.tarn.core.audit.AuditAnchors;
import dev.tarn.core.audit.AuditDecision;
import dev.tarn.core.audit.AuditEntry;
import dev.tarn.core.audit.AuditEvent;
import dev.tarn.core.audit.AuditLink;
import dev.tarn.core.audit.AuditQuery;
import dev.tarn.core.audit.AuditTrail;
import dev.tarn.core.audit.AuditVerification;
import dev.tarn.core.audit.HashChain;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.Credential;
import dev.tarn.core.scope.TenantId;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Chains in the control database. The row of a chain is locked while an entry is added, so that
 * servers follow each other. Now and then the end of a chain is anchored elsewhere.
 */
public final class DatabaseAuditTrail implements AuditTrail {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseAuditTrail.class);

  /** A tail that is cut off sooner than this after it was written is not seen. */
  private static final Duration ANCHORED_EVERY = Duration.ofMinutes(1);

  private final ControlDatabase database;
  private final Supplier<AuditAnchors> anchors;
  private final InstantSource clock;
  private final Map<String, Instant> anchored = new ConcurrentHashMap<>();

  /**
   * @param anchors asked for when it is needed first
   */
  public DatabaseAuditTrail(
      ControlDatabase database, Supplier<AuditAnchors> anchors, InstantSource clock) {
    this.database = database;
    this.anchors = anchors;
    this.clock = clock;
  }

  /** The ends of a chain. */
  record Ends(AuditLink dropped, AuditLink last) {}

  @FunctionalInterface
  private interface Work<T extends @Nullable Object> {
    T run();
  }

  private static <T extends @Nullable Object> T stored(Work<T> work) {
    try {
      return work.run();
    } catch (DataAccessException e) {
      throw new CatalogException(
          ErrorCode.STORAGE_UNAVAILABLE, "the control database does not answer", e);
    }
  }

  @Override
  public void record(String chain, AuditEvent event) {
    AuditLink last =
        stored(
            () -> {
              begin(chain);
              return database.inTransaction(sql -> append(sql, chain, event));
            });
    anchor(chain, last);
  }

  /** Makes sure that there is a chain, in a transaction of its own. */
  private void begin(String chain) {
    if (ends(database.sql(), chain, "").isPresent()) {
      return;
    }
    AuditLink first = HashChain.beginning(chain);
    try {
      database
          .sql()
          .sql(
              "INSERT INTO audit_chains"
                  + " (chain, dropped_number, dropped_hash, last_number, last_hash)"
                  + " VALUES (?, ?, ?, ?, ?)")
          .params(chain, first.number(), first.hash(), first.number(), first.hash())
          .update();
    } catch (DuplicateKeyException e) {
      LOG.atDebug().setMessage("Another server has begun the chain").log();
    }
  }

  private static Optional<Ends> ends(JdbcClient sql, String chain, String lock) {
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

  private static AuditLink append(JdbcClient sql, String chain, AuditEvent event) {
    Ends ends = ends(sql, chain, " FOR UPDATE").orElseThrow();
    AuditLink link = HashChain.next(ends.last(), event);
    sql.sql(
            "INSERT INTO audit_events (chain, number, at_millis, asked_tenant, actor,"
                + " credential_kind, credential_id, address, request_id, action, resource,"
                + " decision, reason, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .params(values(chain, link, event))
        .update();
    sql.sql("UPDATE audit_chains SET last_number = ?, last_hash = ? WHERE chain = ?")
        .params(link.number(), link.hash(), chain)
        .update();
    return link;
  }

  private static List<@Nullable Object> values(String chain, AuditLink link, AuditEvent event) {
    return Arrays.asList(
        chain,
        link.number(),
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
        link.hash());
  }

  private void anchor(String chain, AuditLink link) {
    Instant now = clock.instant();
    Instant last = anchored.get(chain);
    if (last != null && last.plus(ANCHORED_EVERY).isAfter(now)) {
      return;
    }
    anchored.put(chain, now);
    try {
      anchors.get().keep(chain, link);
    } catch (IOException | CatalogException e) {
      LOG.atWarn()
          .setMessage("The end of an audit could not be anchored; it is tried again")
          .addKeyValue("chain", chain)
          .setCause(e)
          .log();
    }
  }

  @Override
  public List<AuditEntry> read(String chain, AuditQuery query) {
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
    return stored(
        () ->
            database
                .sql()
                .sql(
                    "SELECT number, at_millis, asked_tenant, actor, credential_kind, credential_id,"
                        + " address, request_id, action, resource, decision, reason, hash"
                        + " FROM audit_events "
                        + where
                        + " ORDER BY number LIMIT "
                        + query.limit())
                .params(values)
                .query((row, number) -> entry(row))
                .list());
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
        row.getString("hash"));
  }

  @Override
  public AuditVerification verify(String chain) {
    Optional<AuditLink> anchor;
    try {
      anchor = anchors.get().find(chain);
    } catch (IOException e) {
      throw new CatalogException(
          ErrorCode.STORAGE_UNAVAILABLE, "the anchor of the audit cannot be read", e);
    }
    Optional<Ends> ends = stored(() -> ends(database.sql(), chain, ""));
    return new ChainCheck(chain, query -> read(chain, query)).run(ends, anchor);
  }

  @Override
  public long drop(String chain, Instant before) {
    return stored(
        () ->
            database.inTransaction(
                sql -> {
                  Optional<Ends> ends = ends(sql, chain, " FOR UPDATE");
                  return ends.isEmpty() ? 0L : drop(sql, chain, ends.get(), before);
                }));
  }

  private long drop(JdbcClient sql, String chain, Ends ends, Instant before) {
    Optional<Long> firstKept =
        sql.sql("SELECT MIN(number) AS kept FROM audit_events WHERE chain = ? AND at_millis >= ?")
            .params(chain, before.toEpochMilli())
            .query((row, number) -> Optional.ofNullable(row.getObject("kept", Long.class)))
            .single();
    long last = firstKept.map(kept -> kept - 1).orElse(ends.last().number());
    if (last <= ends.dropped().number()) {
      return 0;
    }
    String hash =
        sql.sql("SELECT hash FROM audit_events WHERE chain = ? AND number = ?")
            .params(chain, last)
            .query(String.class)
            .single();
    AuditLink dropped = new AuditLink(last, hash);
    var unused = append(sql, chain, retention(chain, dropped));
    int gone =
        sql.sql("DELETE FROM audit_events WHERE chain = ? AND number <= ?")
            .params(chain, last)
            .update();
    sql.sql("UPDATE audit_chains SET dropped_number = ?, dropped_hash = ? WHERE chain = ?")
        .params(dropped.number(), dropped.hash(), chain)
        .update();
    return gone;
  }

  /** The chain itself says what is gone of it. */
  private AuditEvent retention(String chain, AuditLink dropped) {
    return new AuditEvent(
        clock.instant(),
        chain,
        Actor.SYSTEM.name(),
        Credential.Kind.IN_PROCESS.name().toLowerCase(Locale.ROOT).replace('_', '-'),
        null,
        null,
        null,
        ChainCheck.RETENTION,
        ChainCheck.resource(dropped),
        AuditDecision.ALLOWED,
        null);
  }

  @Override
  public List<String> chains() {
    return stored(
        () ->
            database
                .sql()
                .sql("SELECT chain FROM audit_chains ORDER BY chain")
                .query(String.class)
                .list());
  }

  @Override
  public void delete(TenantId tenant) {
    var unused =
        stored(
            () ->
                database.inTransaction(
                    sql -> {
                      sql.sql("DELETE FROM audit_chains WHERE chain = ?")
                          .param(tenant.value())
                          .update();
                      return sql.sql("DELETE FROM audit_events WHERE chain = ?")
                          .param(tenant.value())
                          .update();
                    }));
    anchored.remove(tenant.value());
  }
}
