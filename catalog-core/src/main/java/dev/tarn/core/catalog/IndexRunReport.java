package dev.tarn.core.catalog;

import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.verify.Verification;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a rebuild or a verification of an index is, or went.
 *
 * @param at when this was said
 * @param assets that were read so far, tombstones included; a rebuild that also verifies counts
 *     from 0 again
 * @param expectedAssets about how many there are: those that live in the index that serves
 * @param commit what the run has come to: where the index was compared, or began to serve
 * @param error why it failed
 * @param detail why it failed, in words
 * @param verification what a comparison found
 */
public record IndexRunReport(
    String id,
    Kind kind,
    RunStatus status,
    Phase phase,
    Instant at,
    Instant startedAt,
    @Nullable Instant finishedAt,
    long assets,
    long relationships,
    long expectedAssets,
    long expectedRelationships,
    @Nullable CommitId commit,
    @Nullable ErrorCode error,
    @Nullable String detail,
    @Nullable Verification verification) {
  /** What is done. */
  public enum Kind {
    REBUILD,
    VERIFY;

    /** Returns the stable form. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Where a run is; the last one that it reached when it has ended. */
  public enum Phase {
    /** Finding the tables' state. */
    PREPARING,
    /** Writing a new index from the tables. */
    BUILDING,
    /** Applying what the log had in the meantime. */
    FOLLOWING,
    /** Looking up in an index what the tables have. */
    COMPARING,
    /** Letting the new index take the old one's place. */
    SWAPPING;

    /** Returns the stable form. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
