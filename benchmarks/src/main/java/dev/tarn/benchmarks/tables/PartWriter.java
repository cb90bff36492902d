package dev.tarn.benchmarks.tables;

import dev.tarn.benchmarks.search.GeneratedState;
import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.Entity;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.change.Operation;
import dev.tarn.iceberg.log.BranchTables;
import dev.tarn.iceberg.schema.AssetRows;
import dev.tarn.iceberg.schema.CatalogTable;
import dev.tarn.iceberg.schema.ChangeRows;
import dev.tarn.iceberg.schema.RelationshipRows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.iceberg.DataFile;

/** Writes a part of the generated changes, one thread's share, to files of its own. */
final class PartWriter implements Callable<Boolean> {
  /** The most that compaction puts into one file of {@code changes}. */
  private static final int CHANGES_PER_FILE = 50_000;

  /** So many that compaction leaves the files alone, and few enough to be sorted in memory. */
  private static final int STATES_PER_FILE = 100_000;

  private final LogNumbers numbers;
  private final Iterator<Change> changes;
  private final SortedFiles entries;
  private final SortedFiles assets;
  private final SortedFiles relationships;

  PartWriter(BranchTables branch, LogNumbers numbers, Iterator<Change> changes) {
    this.numbers = numbers;
    this.changes = changes;
    this.entries = new SortedFiles(branch, CatalogTable.CHANGES, CHANGES_PER_FILE);
    this.assets = new SortedFiles(branch, CatalogTable.ASSETS, STATES_PER_FILE);
    this.relationships = new SortedFiles(branch, CatalogTable.RELATIONSHIPS, STATES_PER_FILE);
  }

  /** Returns the files of the log, when all is written. */
  List<DataFile> entries() {
    return entries.written();
  }

  /** Returns the files of {@code assets}, when all is written. */
  List<DataFile> assets() {
    return assets.written();
  }

  /** Returns the files of {@code relationships}, when all is written. */
  List<DataFile> relationships() {
    return relationships.written();
  }

  @Override
  public Boolean call() throws IOException {
    List<Change> next = new ArrayList<>(CHANGES_PER_FILE);
    Change before = null;
    while (changes.hasNext()) {
      Change change = changes.next();
      // The generator may relate the same two columns twice, which would change nothing.
      if (!change.equals(before)) {
        next.add(change);
      }
      before = change;
      if (next.size() == CHANGES_PER_FILE) {
        add(next);
        next.clear();
      }
    }
    add(next);
    entries.flush();
    assets.flush();
    relationships.flush();
    return true;
  }

  /** A file of the log has numbers that follow each other. */
  private void add(List<Change> next) throws IOException {
    long seq = numbers.take(next.size());
    for (Change change : next) {
      Entity created =
          switch (change) {
            case Change.UpsertAsset upsert -> {
              Asset asset = GeneratedState.asset(upsert, seq, numbers.time(seq));
              assets.add(AssetRows.write(asset));
              yield asset;
            }
            case Change.PutRelationship put -> {
              Relationship edge = GeneratedState.relationship(put, seq, numbers.time(seq));
              relationships.add(RelationshipRows.write(edge));
              yield edge;
            }
            default -> throw new IllegalStateException("assets and relationships are generated");
          };
      entries.add(ChangeRows.write(entry(created, seq)));
      seq++;
    }
  }

  private LogEntry entry(Entity created, long seq) {
    return new LogEntry(
        seq,
        numbers.time(seq),
        numbers.groupId(seq),
        numbers.ordinal(seq),
        Operation.CREATE,
        null,
        created,
        List.of(),
        GeneratedState.ACTOR,
        "load",
        null,
        null,
        null,
        null);
  }
}
