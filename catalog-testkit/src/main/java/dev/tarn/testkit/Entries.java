package dev.tarn.testkit;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.change.Operation;
import java.time.Instant;
import java.util.List;

/** Plain log entries, where {@link RandomLog} says more than a test wants. */
public final class Entries {
  private static final Instant TIME = Instant.parse("2026-01-31T12:00:00Z");

  private Entries() {}

  /** Returns the entry that creates a table; its time is {@code seq} seconds after a fixed one. */
  public static LogEntry created(String groupId, long seq, String qualifiedName) {
    Instant time = TIME.plusSeconds(seq);
    return new LogEntry(
        seq,
        time,
        groupId,
        0,
        Operation.CREATE,
        null,
        table(seq, qualifiedName, time),
        List.of(),
        "user:alice",
        "request-" + seq,
        null,
        null,
        null,
        null);
  }

  private static Asset table(long seq, String qualifiedName, Instant time) {
    return Asset.bare(
        AssetId.derive("table", qualifiedName),
        "table",
        qualifiedName,
        qualifiedName,
        time,
        "user:alice",
        seq);
  }
}
