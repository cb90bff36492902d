package dev.tarn.lucene;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.AssetStatus;
import dev.tarn.core.asset.Owner;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.change.Operation;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.CommitId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** A log of tables and their columns, as many as are wanted, each known by its number. */
final class MadeUpAssets {
  static final int COLUMNS_PER_TABLE = 15;
  private static final int TABLES_PER_SCHEMA = 200;
  private static final Instant TIME = Instant.parse("2026-01-31T08:05:09.000042Z");
  private static final String ACTOR = "service:made-up";

  private long seq;
  private long groups;

  /** Returns a group that creates assets of consecutive numbers. */
  Group created(int from, int count) {
    return group(count, Operation.CREATE, i -> from + i);
  }

  /** Returns a group that brings assets of consecutive numbers to version 2. */
  Group updated(int from, int count) {
    return group(count, Operation.UPDATE, i -> from + i);
  }

  /** Returns a group that brings assets to version 2. */
  Group updated(int count, IntUnaryOperator numbers) {
    return group(count, Operation.UPDATE, numbers);
  }

  /** Returns a group that creates one table. */
  Group named(String qualifiedName) {
    return group(List.of(entry(Operation.CREATE, null, table(qualifiedName, Map.of()))));
  }

  /** Returns a group of these tables; the attributes may be ones that no index can write. */
  Group tables(List<String> qualifiedNames, Map<String, Object> attributes) {
    List<LogEntry> entries = new ArrayList<>();
    for (String name : qualifiedNames) {
      entries.add(entry(Operation.CREATE, null, table(name, attributes)));
    }
    return group(entries);
  }

  private Group group(int count, Operation operation, IntUnaryOperator numbers) {
    List<LogEntry> entries = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int number = numbers.applyAsInt(i);
      entries.add(
          operation == Operation.CREATE
              ? entry(operation, null, asset(number, 1))
              : entry(operation, asset(number, 1), asset(number, 2)));
    }
    return group(entries);
  }

  private Group group(List<LogEntry> entries) {
    return new Group(
        new CommitId(entries.getLast().seq(), "00c0ffee"), "group-" + groups++, entries);
  }

  private LogEntry entry(Operation operation, @Nullable Asset before, Asset after) {
    seq++;
    return new LogEntry(
        seq,
        TIME,
        "group-" + groups,
        0,
        operation,
        before,
        after,
        List.of(),
        ACTOR,
        "request",
        null,
        null,
        null,
        null);
  }

  static boolean isTable(int number) {
    return number % (COLUMNS_PER_TABLE + 1) == 0;
  }

  static String type(int number) {
    return isTable(number) ? "table" : "column";
  }

  static AssetId id(int number) {
    return AssetId.derive(type(number), qualifiedName(number));
  }

  static String qualifiedName(int number) {
    return isTable(number)
        ? tableName(number)
        : tableName(number) + ".column_" + number % (COLUMNS_PER_TABLE + 1);
  }

  private static String tableName(int number) {
    int table = number / (COLUMNS_PER_TABLE + 1);
    int schema = table / TABLES_PER_SCHEMA;
    return "warehouse_%02d.schema_%04d.table_%08x"
        .formatted(schema % 20, schema, table * 0x9E3779B9);
  }

  private Asset table(String qualifiedName, Map<String, Object> attributes) {
    return asset("table", qualifiedName, null, List.of(), List.of(), attributes, 1);
  }

  private Asset asset(int number, long version) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    if (isTable(number)) {
      attributes.put("rowCount", (long) number * 17);
      attributes.put("properties", Map.of("retention", "30 days", "cluster", "c" + number % 7));
    } else {
      attributes.put("dataType", number % 3 == 0 ? "varchar(256)" : "bigint");
      attributes.put("ordinal", (long) number % (COLUMNS_PER_TABLE + 1));
      attributes.put("nullable", number % 2 == 0);
    }
    return asset(
        type(number),
        qualifiedName(number),
        isTable(number) ? null : AssetId.derive("table", tableName(number)),
        isTable(number)
            ? List.of(new Owner(AssetId.derive("user", "user" + number % 97), "owner"))
            : List.of(),
        number % 10 == 0 ? List.of(AssetId.derive("tag", "tag" + number % 31)) : List.of(),
        attributes,
        version);
  }

  private Asset asset(
      String type,
      String qualifiedName,
      @Nullable AssetId parent,
      List<Owner> owners,
      List<AssetId> tags,
      Map<String, Object> attributes,
      long version) {
    return new Asset(
        AssetId.derive(type, qualifiedName),
        type,
        qualifiedName,
        qualifiedName.substring(qualifiedName.lastIndexOf('.') + 1),
        null,
        "What is known of " + qualifiedName + ", in a few words.",
        parent,
        "snowflake",
        null,
        AssetId.derive("domain", "domain" + Math.floorMod(qualifiedName.hashCode(), 11)),
        owners,
        tags,
        List.of(),
        List.of(),
        attributes,
        AssetStatus.ACTIVE,
        null,
        null,
        TIME,
        ACTOR,
        TIME,
        ACTOR,
        version,
        seq + 1);
  }
}
