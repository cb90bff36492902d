package dev.tarn.benchmarks.vectors;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.AssetStatus;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.state.StateSource;
import dev.tarn.core.type.AssetType;
import dev.tarn.core.type.RelationshipType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Tables, each with a text of its own.
 *
 * @param commit the state that they are
 */
record NumberedTables(int count, TableTexts texts, CommitId commit) implements StateSource {
  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");
  private static final int PLATFORMS = 100;
  private static final String TYPE = "table";
  private static final String SCHEMA = "warehouse.t";

  /** Returns the commit after which there are so many tables, and nothing has changed. */
  static CommitId commit(int count) {
    return new CommitId(count, "00c0ffee");
  }

  @Override
  public String groupId() {
    return "00000000-0000-4000-8000-000000000000";
  }

  /** Returns the number of a table. */
  static int number(Asset table) {
    return Integer.parseInt(table.qualifiedName().substring(SCHEMA.length()));
  }

  /** Returns the platform that one in a hundred tables has. */
  static String platform(int number) {
    return "platform-" + number % PLATFORMS;
  }

  /** Returns the id of a table. */
  static AssetId id(int number) {
    return AssetId.derive(TYPE, SCHEMA + number);
  }

  private Asset table(int number) {
    return new Asset(
        id(number),
        TYPE,
        SCHEMA + number,
        texts.name(number),
        null,
        texts.description(number),
        null,
        platform(number),
        null,
        null,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Map.of(),
        AssetStatus.ACTIVE,
        null,
        null,
        TIME,
        "generator",
        TIME,
        "generator",
        1,
        number + 1L);
  }

  @Override
  public void assets(int threads, Consumer<Asset> consumer) {
    IntStream.range(0, count).mapToObj(this::table).forEach(consumer);
  }

  @Override
  public void columnNames(int threads, ColumnNames consumer) {}

  @Override
  public void relationships(int threads, Consumer<Relationship> consumer) {}

  @Override
  public List<AssetType> assetTypes() {
    return List.of();
  }

  @Override
  public List<RelationshipType> relationshipTypes() {
    return List.of();
  }

  @Override
  public void keyedEntries(Consumer<LogEntry> consumer) {}
}
