package dev.tarn.iceberg.log;

import dev.tarn.iceberg.nessie.PointerOperation;
import dev.tarn.iceberg.nessie.TableContent;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import org.jspecify.annotations.Nullable;

/**
 * A commit whose metadata files are written, and not yet visible.
 *
 * @param expected what it is based on
 * @param written the new metadata, by table
 * @param pointers what it makes of the users' names
 */
record PreparedCommit(
    BranchHead expected,
    String message,
    Map<String, String> properties,
    Map<String, TableMetadata> written,
    List<PointerOperation> pointers) {
  /**
   * Older snapshots go from table metadata; Nessie's history reaches the metadata that has them.
   */
  private static final int MAX_SNAPSHOTS = 20;

  /** Writes the metadata files of what is staged. */
  static PreparedCommit write(
      String kind,
      String commitId,
      EditableTables tables,
      Function<String, TableFiles> locations,
      List<PointerOperation> pointers)
      throws IOException {
    BranchHead head = tables.head();
    Map<String, TableMetadata> written = new LinkedHashMap<>();
    for (Map.Entry<String, TableMetadata> entry : tables.changed().entrySet()) {
      String name = entry.getKey();
      written.put(
          name,
          MetadataFiles.write(
              pruned(entry.getValue()),
              head.has(name) ? head.metadata(name).metadataFileLocation() : null,
              locations.apply(name),
              tables.files()));
    }
    TableMetadata changes =
        written.getOrDefault(BranchTables.CHANGES, head.metadata(BranchTables.CHANGES));
    Map<String, String> properties = new LinkedHashMap<>(tables.commitProperties());
    properties.putAll(properties(kind, commitId, changes));
    return new PreparedCommit(
        head, kind + " at " + BranchTables.seq(changes), properties, written, pointers);
  }

  /** Returns a commit of metadata that is in files already. */
  static PreparedCommit of(
      BranchHead head,
      String kind,
      Map<String, TableMetadata> written,
      List<PointerOperation> pointers) {
    TableMetadata changes =
        written.getOrDefault(BranchTables.CHANGES, head.metadata(BranchTables.CHANGES));
    return new PreparedCommit(
        head,
        kind + " at " + BranchTables.seq(changes),
        properties(kind, UUID.randomUUID().toString(), changes),
        written,
        pointers);
  }

  /** Returns the properties of the commit that creates empty tables. */
  static Map<String, String> firstProperties(String commitId) {
    return Map.of(
        BranchTables.COMMIT_ID,
        commitId,
        BranchTables.KIND,
        "create",
        BranchTables.SEQ,
        "0",
        BranchTables.LAST_TIME,
        Instant.EPOCH.toString());
  }

  /** Returns the properties that every commit of Tarn has. */
  static Map<String, String> properties(String kind, String commitId, TableMetadata changes) {
    return Map.of(
        BranchTables.COMMIT_ID,
        commitId,
        BranchTables.KIND,
        kind,
        BranchTables.SEQ,
        Long.toString(BranchTables.seq(changes)),
        BranchTables.LAST_TIME,
        changes.property(BranchTables.LAST_TIME, Instant.EPOCH.toString()));
  }

  /** Returns what Nessie is to know of the tables. */
  Map<String, TableContent> contents() {
    Map<String, TableContent> contents = new LinkedHashMap<>();
    written.forEach(
        (name, table) ->
            contents.put(
                name, content(expected.has(name) ? expected.contentId(name) : null, table)));
    return contents;
  }

  /** Returns what Nessie is to know of a table. */
  static TableContent content(@Nullable String contentId, TableMetadata table) {
    Snapshot current = table.currentSnapshot();
    return new TableContent(
        contentId,
        table.metadataFileLocation(),
        current == null ? -1 : current.snapshotId(),
        table.currentSchemaId(),
        table.defaultSpecId(),
        table.defaultSortOrderId());
  }

  private static TableMetadata pruned(TableMetadata table) {
    List<Snapshot> snapshots = table.snapshots();
    if (snapshots.size() <= MAX_SNAPSHOTS) {
      return table;
    }
    Set<Long> referenced = new HashSet<>();
    table.refs().values().forEach(ref -> referenced.add(ref.snapshotId()));
    List<Snapshot> old =
        snapshots.subList(0, snapshots.size() - MAX_SNAPSHOTS).stream()
            .filter(snapshot -> !referenced.contains(snapshot.snapshotId()))
            .toList();
    return old.isEmpty() ? table : TableMetadata.buildFrom(table).removeSnapshots(old).build();
  }
}
