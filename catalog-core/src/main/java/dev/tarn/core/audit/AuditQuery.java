package dev.tarn.core.audit;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which entries are wanted; what is null does not matter.
 *
 * @param from the earliest time, inclusive
 * @param to the latest time, exclusive
 * @param after only entries with higher numbers
 * @param limit 1 to {@link #MAX_LIMIT}
 */
public record AuditQuery(
    @Nullable String actor,
    @Nullable String action,
    @Nullable AuditDecision decision,
    @Nullable Instant from,
    @Nullable Instant to,
    long after,
    int limit) {
  public static final int MAX_LIMIT = 1_000;

  public AuditQuery {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw CatalogException.ofField(
          ErrorCode.NUMBER_OUT_OF_RANGE, "limit", "a page has 1 to " + MAX_LIMIT + " entries");
    }
  }

  /** Returns the query for all entries after one. */
  public static AuditQuery allAfter(long number) {
    return new AuditQuery(null, null, null, null, null, number, MAX_LIMIT);
  }

  /** Returns the same query after another entry. */
  public AuditQuery after(long number) {
    return new AuditQuery(actor, action, decision, from, to, number, limit);
  }
}
