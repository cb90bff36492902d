package dev.tarn.lucene.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.search.CollectionTerminatedException;
import org.apache.lucene.search.Collector;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.DocIdStream;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.LeafCollector;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.Scorable;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/**
 * Counts all hits and, in the same pass, the values that they have in some fields. Counts by the
 * numbers that values have in a segment; values are looked up once per segment, not per hit.
 */
final class FacetCounts implements CollectorManager<FacetCounts.Counter, FacetCounts.Totals> {
  /**
   * What was counted.
   *
   * @param hits of all
   * @param values by field: how many hits have each
   */
  record Totals(long hits, Map<SearchField, Map<BytesRef, Long>> values) {
    /**
     * Returns the most frequent values of a field; of equally frequent ones those that sort first.
     */
    List<Map.Entry<BytesRef, Long>> most(SearchField field, int limit) {
      Comparator<Map.Entry<BytesRef, Long>> frequency = Map.Entry.comparingByValue();
      return values.getOrDefault(field, Map.of()).entrySet().stream()
          .sorted(frequency.reversed().thenComparing(Map.Entry.comparingByKey()))
          .limit(limit)
          .toList();
    }

    /** Returns the sum of the counts of all values of a field. */
    long sum(SearchField field) {
      return values.getOrDefault(field, Map.of()).values().stream()
          .mapToLong(Long::longValue)
          .sum();
    }
  }

  /**
   * A filter that a query does not have, as its own field is counted without it: all other fields
   * count only what has one of its values.
   */
  record Choice(SearchField field, Set<BytesRef> values) {}

  private final List<SearchField> fields;
  private final @Nullable Choice choice;

  FacetCounts(List<SearchField> fields) {
    this(fields, null);
  }

  /**
   * @param fields without that of the choice
   * @param choice whose field is counted, too; null for none
   */
  FacetCounts(List<SearchField> fields, @Nullable Choice choice) {
    this.fields = fields;
    this.choice = choice;
  }

  /** Counts the hits of queries of which none finds what another finds. */
  Totals count(IndexSearcher searcher, List<Query> queries) throws IOException {
    long hits = 0;
    Map<SearchField, Map<BytesRef, Long>> values = new HashMap<>();
    for (Query query : queries) {
      Totals totals = searcher.search(query, this);
      hits += totals.hits;
      totals.values.forEach(
          (field, counts) -> {
            Map<BytesRef, Long> sums = values.computeIfAbsent(field, any -> new HashMap<>());
            counts.forEach((value, count) -> sums.merge(value, count, Long::sum));
          });
    }
    return new Totals(hits, values);
  }

  @Override
  public Counter newCollector() {
    return new Counter(fields, choice);
  }

  @Override
  public Totals reduce(Collection<Counter> counters) throws IOException {
    long hits = 0;
    Map<SearchField, Map<BytesRef, Long>> values = new HashMap<>();
    for (Counter counter : counters) {
      for (Segment segment : counter.segments) {
        hits += segment.hits;
        for (Column column : segment.columns) {
          column.addTo(values.computeIfAbsent(column.field, any -> new HashMap<>()));
        }
        if (segment.chosen != null) {
          Column column = segment.chosen.column;
          column.addTo(values.computeIfAbsent(column.field, any -> new HashMap<>()));
        }
      }
    }
    return new Totals(hits, values);
  }

  /** Counts in the segments of one slice. */
  static final class Counter implements Collector {
    private final List<SearchField> fields;
    private final @Nullable Choice choice;
    private final List<Segment> segments = new ArrayList<>();

    private Counter(List<SearchField> fields, @Nullable Choice choice) {
      this.fields = fields;
      this.choice = choice;
    }

    @Override
    public LeafCollector getLeafCollector(LeafReaderContext context) throws IOException {
      Chosen chosen = null;
      if (choice != null) {
        chosen = Chosen.of(context, choice);
        if (chosen == null) {
          throw new CollectionTerminatedException();
        }
      }
      Segment segment = new Segment(chosen);
      for (SearchField field : fields) {
        Column column = Column.of(context, field);
        if (column != null) {
          segment.columns.add(column);
        }
      }
      segments.add(segment);
      return segment;
    }

    @Override
    public ScoreMode scoreMode() {
      return ScoreMode.COMPLETE_NO_SCORES;
    }
  }

  private static final class Segment implements LeafCollector {
    private static final int BUFFER_DOCS = 256;

    private final List<Column> columns = new ArrayList<>();
    private final @Nullable Chosen chosen;
    private final int[] buffer = new int[BUFFER_DOCS];
    private long hits;

    Segment(@Nullable Chosen chosen) {
      this.chosen = chosen;
    }

    @Override
    public void setScorer(Scorable scorer) {
      // Counting needs no scores.
    }

    @Override
    public void collect(int doc) throws IOException {
      buffer[0] = doc;
      count(1);
    }

    @Override
    public void collectRange(int from, int to) throws IOException {
      for (int doc = from; doc < to; ) {
        int count = Math.min(buffer.length, to - doc);
        for (int i = 0; i < count; i++) {
          buffer[i] = doc++;
        }
        count(count);
      }
    }

    @Override
    public void collect(DocIdStream docs) throws IOException {
      for (int count = docs.intoArray(buffer); count > 0; count = docs.intoArray(buffer)) {
        count(count);
      }
    }

    private void count(int count) throws IOException {
      int kept = chosen == null ? count : chosen.keep(buffer, count);
      hits += kept;
      for (Column column : columns) {
        column.count(buffer, kept);
      }
    }
  }

  /** The values of a field in one segment, of which some are chosen. */
  private static final class Chosen {
    private final Column column;
    private final FixedBitSet ords;

    private Chosen(Column column, FixedBitSet ords) {
      this.column = column;
      this.ords = ords;
    }

    /** Returns null if no document has any value. */
    static @Nullable Chosen of(LeafReaderContext leaf, Choice choice) throws IOException {
      Column column = Column.of(leaf, choice.field);
      if (column == null) {
        return null;
      }
      FixedBitSet ords = new FixedBitSet(Math.toIntExact(column.values.getValueCount()));
      for (BytesRef value : choice.values) {
        long ord = column.values.lookupTerm(value);
        if (ord >= 0) {
          ords.set((int) ord);
        }
      }
      return new Chosen(column, ords);
    }

    /** Counts values and leaves those documents that have a chosen one; returns how many. */
    int keep(int[] docs, int count) throws IOException {
      int kept = 0;
      for (int i = 0; i < count; i++) {
        if (column.count(docs[i], ords)) {
          docs[kept++] = docs[i];
        }
      }
      return kept;
    }
  }

  /** The values of one field in one segment. */
  private static final class Column {
    private final SearchField field;
    private final @Nullable SortedDocValues single;
    private final SortedSetDocValues values;
    private final int[] counts;

    private Column(SearchField field, @Nullable SortedDocValues single, SortedSetDocValues values) {
      this.field = field;
      this.single = single;
      this.values = values;
      this.counts = new int[Math.toIntExact(values.getValueCount())];
    }

    static @Nullable Column of(LeafReaderContext leaf, SearchField field) throws IOException {
      if (leaf.reader().getFieldInfos().fieldInfo(field.indexed()) == null) {
        return null;
      }
      SortedSetDocValues values = DocValues.getSortedSet(leaf.reader(), field.indexed());
      return new Column(field, DocValues.unwrapSingleton(values), values);
    }

    void count(int[] docs, int count) throws IOException {
      if (single == null) {
        for (int i = 0; i < count; i++) {
          countValues(docs[i]);
        }
      } else {
        for (int i = 0; i < count; i++) {
          if (single.advanceExact(docs[i])) {
            counts[single.ordValue()]++;
          }
        }
      }
    }

    /** Counts the values of a document; returns whether one of them is wanted. */
    boolean count(int doc, FixedBitSet wanted) throws IOException {
      boolean any = false;
      if (single != null) {
        if (single.advanceExact(doc)) {
          int ord = single.ordValue();
          counts[ord]++;
          any = wanted.get(ord);
        }
      } else if (values.advanceExact(doc)) {
        for (int i = values.docValueCount(); i > 0; i--) {
          int ord = (int) values.nextOrd();
          counts[ord]++;
          any |= wanted.get(ord);
        }
      }
      return any;
    }

    private void countValues(int doc) throws IOException {
      if (values.advanceExact(doc)) {
        for (int i = values.docValueCount(); i > 0; i--) {
          counts[(int) values.nextOrd()]++;
        }
      }
    }

    void addTo(Map<BytesRef, Long> totals) throws IOException {
      for (int ord = 0; ord < counts.length; ord++) {
        if (counts[ord] > 0) {
          totals.merge(BytesRef.deepCopyOf(values.lookupOrd(ord)), (long) counts[ord], Long::sum);
        }
      }
    }
  }
}
