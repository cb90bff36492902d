package dev.tarn.benchmarks.vectors;

import dev.tarn.benchmarks.Report;
import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.change.Operation;
import dev.tarn.core.log.BackgroundFollower;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.state.StateIndex;
import dev.tarn.core.state.StateSnapshot;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Changes everything but the texts of assets, and shows that the vectors stay what they are. */
final class MetadataChanges {
  private static final int MOST_ASSETS = 10_000;
  private static final int GROUP = 100;
  private static final Instant START = Instant.parse("2026-06-01T00:00:00Z");
  private static final String ACTOR = "generator";

  private final StateIndex index;
  private final BackgroundFollower vectors;
  private final int assets;

  /**
   * @param tables how many there are
   */
  MetadataChanges(StateIndex index, BackgroundFollower vectors, int tables) {
    this.assets = Math.min(tables, MOST_ASSETS);
    this.index = index;
    this.vectors = vectors;
  }

  /** Changes them, and prints what was done to vectors meanwhile. */
  void print(VectorWork work) throws IOException {
    long start = System.nanoTime();
    for (int from = 0; from < assets; from += GROUP) {
      List<Group> groups = List.of(group(from));
      index.apply(groups);
      vectors.apply(groups);
      vectors.tend();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    index.flush();
    Report report =
        new Report(
            "Tags, attributes, popularity and quality of %,d assets are changed".formatted(assets),
            "what",
            "measured");
    report.row("changes/s, applied to the index and to the vectors", assets / seconds);
    work.rows(report);
    report.print();
  }

  private Group group(int from) throws IOException {
    String groupId =
        UUID.nameUUIDFromBytes(new byte[] {(byte) from, (byte) (from >> 8)}).toString();
    long seq = index.applied().seq();
    List<LogEntry> entries = new ArrayList<>();
    try (StateSnapshot view = index.acquire()) {
      for (int i = 0; i < Math.min(GROUP, assets - from); i++) {
        AssetId id = NumberedTables.id(from + i);
        Asset before = view.asset(id).orElseThrow();
        seq++;
        entries.add(entry(seq, groupId, before, changed(before, seq)));
      }
    }
    return new Group(new CommitId(seq, "%08x".formatted(seq)), groupId, entries);
  }

  private static LogEntry entry(long seq, String groupId, Asset before, Asset after) {
    return new LogEntry(
        seq,
        START.plusMillis(seq),
        groupId,
        0,
        Operation.UPDATE,
        before,
        after,
        List.of("tags", "attributes", "popularity", "quality"),
        ACTOR,
        "request",
        null,
        null,
        null,
        null);
  }

  private Asset changed(Asset before, long seq) {
    return new Asset(
        before.id(),
        before.type(),
        before.qualifiedName(),
        before.name(),
        before.displayName(),
        before.description(),
        before.parentId(),
        before.platform(),
        before.workspaceId(),
        before.domainId(),
        before.owners(),
        List.of(NumberedTables.id((int) (seq % assets))),
        before.classifications(),
        before.terms(),
        Map.of("changed", seq),
        before.status(),
        seq % 100 / 100.0,
        seq % 10 / 10.0,
        before.createdAt(),
        before.createdBy(),
        START.plusMillis(seq),
        ACTOR,
        before.version() + 1,
        seq);
  }
}
