package dev.tarn.audit;

import dev.tarn.control.ControlDatabase;
import dev.tarn.core.audit.AuditAnchors;
import dev.tarn.core.audit.AuditEntry;
import dev.tarn.core.audit.AuditEvent;
import dev.tarn.core.audit.AuditLink;
import dev.tarn.core.audit.AuditQuery;
import dev.tarn.core.audit.AuditTrail;
import dev.tarn.core.audit.AuditVerification;
import dev.tarn.core.audit.ListedRedaction;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.Principal;
import dev.tarn.core.scope.TenantId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;

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
              return database.inTransaction(sql -> new AuditRows(sql).append(chain, event));
            });
    anchor(chain, last);
  }

  private AuditRows rows() {
    return new AuditRows(database.sql());
  }

  /** Makes sure that there is a chain, in a transaction of its own. */
  private void begin(String chain) {
    if (rows().ends(chain).isPresent()) {
      return;
    }
    try {
      rows().begin(chain);
    } catch (DuplicateKeyException e) {
      LOG.atDebug().setMessage("Another server has begun the chain").log();
    }
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
    return stored(() -> rows().entries(chain, query));
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
    return stored(
        () -> {
          Optional<AuditRows.Ends> ends = rows().ends(chain);
          RedactedEntries redacted = new RedactedEntries(rows().redactions(chain));
          return new ChainCheck(chain, query -> rows().entries(chain, query), redacted)
              .run(ends, anchor);
        });
  }

  @Override
  public long redact(
      String chain, UnaryOperator<AuditEvent> words, Principal by, @Nullable String reason) {
    return stored(
        () ->
            database.inTransaction(
                sql -> {
                  AuditRows rows = new AuditRows(sql);
                  Optional<AuditRows.Ends> ends = rows.lockedEnds(chain);
                  return ends.isEmpty()
                      ? 0L
                      : redact(rows, chain, ends.get().dropped(), words, by, reason);
                }));
  }

  private long redact(
      AuditRows rows,
      String chain,
      AuditLink dropped,
      UnaryOperator<AuditEvent> words,
      Principal by,
      @Nullable String reason) {
    SortedMap<Long, String> digests = new Redaction(rows, chain, words).run(dropped);
    if (!digests.isEmpty()) {
      AuditEvent told =
          AuditEvent.done(
              clock.instant(), chain, by, REDACTION, Redaction.resource(digests), reason);
      rows.addRedaction(chain, rows.append(chain, told).number(), digests);
    }
    return digests.size();
  }

  @Override
  public long drop(String chain, Instant before) {
    return stored(
        () ->
            database.inTransaction(
                sql -> {
                  AuditRows rows = new AuditRows(sql);
                  Optional<AuditRows.Ends> ends = rows.lockedEnds(chain);
                  return ends.isEmpty() ? 0L : drop(rows, chain, ends.get(), before);
                }));
  }

  private long drop(AuditRows rows, String chain, AuditRows.Ends ends, Instant before) {
    long last = rows.firstSince(chain, before).map(kept -> kept - 1).orElse(ends.last().number());
    if (last <= ends.dropped().number()) {
      return 0;
    }
    AuditLink dropped = new AuditLink(last, rows.entry(chain, last).hash());
    sayAgain(rows, chain, last);
    // The chain itself says what is gone of it.
    var unused =
        rows.append(
            chain,
            AuditEvent.done(
                clock.instant(),
                chain,
                Actor.SYSTEM,
                ChainCheck.RETENTION,
                ChainCheck.resource(dropped),
                null));
    return rows.drop(chain, dropped);
  }

  /** The log of changes is kept for longer, and does not hold without the lists that are named. */
  private void sayAgain(AuditRows rows, String chain, long last) {
    AuditQuery lists =
        new AuditQuery(null, ListedRedaction.ACTION, null, null, null, 0, AuditQuery.MAX_LIMIT);
    List<AuditEntry> named = rows.entries(chain, lists);
    while (!named.isEmpty()) {
      for (AuditEntry entry : named) {
        if (entry.number() > last) {
          return;
        }
        var unused =
            rows.append(
                chain, entry.event().again(clock.instant(), "said at " + entry.event().time()));
      }
      named = rows.entries(chain, lists.after(named.getLast().number()));
    }
  }

  @Override
  public List<String> chains() {
    return stored(() -> rows().chains());
  }

  @Override
  public void delete(TenantId tenant) {
    var unused =
        stored(
            () ->
                database.inTransaction(
                    sql -> {
                      new AuditRows(sql).delete(tenant.value());
                      return true;
                    }));
    anchored.remove(tenant.value());
  }
}
