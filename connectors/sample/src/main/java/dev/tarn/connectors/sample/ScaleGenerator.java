package dev.tarn.connectors.sample;

import dev.tarn.core.change.AssetLocator;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.UpsertMode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A catalog of any size, for measurements: a few domains, teams, users, tags and terms, then
 * databases of schemas of tables of columns, with lineage between tables and between columns.
 *
 * <p>Everything about the table with number <i>i</i> is computed from the seed and <i>i</i>, so
 * that a table far down can refer to one long gone: memory does not grow with the size, and parts
 * can be made at the same time. Iterators are not thread safe.
 *
 * @param assets how many assets; relationships come on top
 * @param variety how much the assets differ, and how many relationships there are
 */
public record ScaleGenerator(long seed, long assets, Variety variety) implements Iterable<Change> {
  /** The most assets. */
  public static final long MAX_ASSETS = 10_000_000;

  /** The most parts. */
  public static final int MAX_PARTS = 64;

  private static final int MAX_UPSTREAMS = 3;

  /** The first of the questions that pick upstream tables; above those of the fields. */
  private static final long UPSTREAM_QUESTION = 100;

  /** Upstream columns of a varied table's column: so there are two relationships for each asset. */
  private static final int UPSTREAM_COLUMNS = 2;

  private static final List<String> SHARED_TYPES =
      List.of("domain", "team", "user", "tag", "glossary-term");

  /** How much the assets differ. */
  public enum Variety {
    /** A few words, all equally frequent; about as many relationships as assets. */
    LOW,
    /**
     * Thousands of words, most of them rare, and the same with owners, tags and popularity: what
     * searches are measured on. Two relationships for each asset.
     */
    HIGH
  }

  public ScaleGenerator {
    if (assets < 1 || assets > MAX_ASSETS) {
      throw new IllegalArgumentException("a catalog has 1 to " + MAX_ASSETS + " assets");
    }
  }

  /** Of low variety. */
  public ScaleGenerator(long seed, long assets) {
    this(seed, assets, Variety.LOW);
  }

  @Override
  public Iterator<Change> iterator() {
    return new Changes(0, 0, Long.MAX_VALUE, assets);
  }

  /**
   * Returns the same changes in parts of about the same size, to be made by as many threads.
   * Relationships lead from one part to those before.
   */
  public List<Iterator<Change>> parts(int count) {
    if (count < 1 || count > MAX_PARTS) {
      throw new IllegalArgumentException("there are 1 to " + MAX_PARTS + " parts");
    }
    ScaleTables tables = tables();
    List<Iterator<Change>> parts = new ArrayList<>();
    long firstTable = 0;
    long before = 0;
    long written = shared();
    for (long table = 0; parts.size() < count - 1; table++) {
      if (written >= assets * (parts.size() + 1) / count) {
        long end = Math.min(written, assets);
        parts.add(new Changes(before, firstTable, table, end - before));
        firstTable = table;
        before = end;
      }
      written += assetsOf(tables, table);
    }
    parts.add(new Changes(before, firstTable, Long.MAX_VALUE, assets - before));
    return parts;
  }

  private static long shared() {
    return (long) SHARED_TYPES.size() * ScaleTables.SHARED_EACH;
  }

  /** Returns how many assets a table brings: with its schema and database if it is their first. */
  private static long assetsOf(ScaleTables tables, long table) {
    long count = 1L + tables.columnCount(table);
    if (table % ScaleTables.TABLES_PER_SCHEMA == 0) {
      count++;
      if (table / ScaleTables.TABLES_PER_SCHEMA % ScaleTables.SCHEMAS_PER_DATABASE == 0) {
        count++;
      }
    }
    return count;
  }

  private ScaleTables tables() {
    Dice dice = new Dice(seed);
    return switch (variety) {
      case LOW -> new PlainTables(dice);
      case HIGH -> new VariedTables(dice);
    };
  }

  /** Writes one table's worth of changes ahead, and no more. */
  private final class Changes implements Iterator<Change> {
    private final ScaleTables tables = tables();
    private final Dice dice = new Dice(seed);
    private final Queue<Change> ahead = new ArrayDeque<>();
    private final long endTable;
    private long assetsLeft;
    private long nextTable;
    private boolean sharedWritten;

    Changes(long assetsBefore, long firstTable, long endTable, long assets) {
      this.nextTable = firstTable;
      this.endTable = endTable;
      this.assetsLeft = assets;
      this.sharedWritten = assetsBefore > 0;
    }

    @Override
    public boolean hasNext() {
      while (ahead.isEmpty() && assetsLeft > 0 && (!sharedWritten || nextTable < endTable)) {
        if (!sharedWritten) {
          shared();
          sharedWritten = true;
        } else {
          table(nextTable++);
        }
      }
      return !ahead.isEmpty();
    }

    @Override
    public Change next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return ahead.remove();
    }

    private void shared() {
      for (String type : SHARED_TYPES) {
        for (int i = 0; i < ScaleTables.SHARED_EACH; i++) {
          Map<String, @Nullable Object> fields = new LinkedHashMap<>();
          fields.put("description", "Number " + i + " of the " + type + "s that all tables share.");
          asset(type, type + "-" + i, fields);
        }
      }
    }

    private void table(long table) {
      long schema = table / ScaleTables.TABLES_PER_SCHEMA;
      if (table % ScaleTables.TABLES_PER_SCHEMA == 0) {
        if (schema % ScaleTables.SCHEMAS_PER_DATABASE == 0) {
          asset("database", tables.database(schema), new LinkedHashMap<>());
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("parent", "database:" + tables.database(schema));
        asset("schema", tables.schema(schema), fields);
      }
      String name = tables.table(table);
      if (!asset("table", name, tables.tableFields(table))) {
        return;
      }
      List<String> columns = tables.columns(table);
      List<String> written = new ArrayList<>();
      for (String column : columns) {
        String columnName = name + "." + column;
        if (!asset(
            "column", columnName, tables.columnFields(table, name, column, written.size()))) {
          break;
        }
        written.add(columnName);
      }
      if (table > 0) {
        lineage(table, name, written);
      }
    }

    private void lineage(long table, String name, List<String> columns) {
      int upstreams = 1 + (int) dice.pick(table, 3, MAX_UPSTREAMS);
      Set<Long> distinct = new LinkedHashSet<>();
      for (int i = 0; i < upstreams; i++) {
        distinct.add(dice.pick(table, UPSTREAM_QUESTION + i, table));
      }
      for (long upstream : distinct) {
        relate("table", tables.table(upstream), "table", name);
      }
      long upstream = distinct.iterator().next();
      String upstreamName = tables.table(upstream);
      List<String> from = tables.columns(upstream);
      switch (variety) {
        case LOW -> {
          for (int column = 0; column < Math.min(columns.size(), from.size()); column++) {
            columnLineage(upstreamName, from.get(column), columns.get(column));
          }
        }
        case HIGH -> {
          for (int column = 0; column < columns.size(); column++) {
            for (int i = 0; i < UPSTREAM_COLUMNS; i++) {
              columnLineage(
                  upstreamName, from.get((column + i) % from.size()), columns.get(column));
            }
          }
        }
      }
    }

    private void columnLineage(String upstreamTable, String upstreamColumn, String column) {
      relate("column", upstreamTable + "." + upstreamColumn, "column", column);
    }

    private void relate(String sourceType, String source, String targetType, String target) {
      ahead.add(
          new Change.PutRelationship(
              "lineage",
              new AssetLocator.ByName(sourceType, source),
              new AssetLocator.ByName(targetType, target),
              Map.of(),
              null));
    }

    /** Adds an asset unless there are enough. */
    private boolean asset(String type, String name, Map<String, @Nullable Object> fields) {
      if (assetsLeft == 0) {
        return false;
      }
      assetsLeft--;
      return ahead.add(new Change.UpsertAsset(type, name, fields, UpsertMode.MERGE, null));
    }
  }
}
