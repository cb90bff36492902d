package dev.tarn.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.document.LongField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortedNumericSelector;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.jspecify.annotations.Nullable;

/** Searches for documents in an order that does not depend on where they are in the index. */
final class ListSearch {
  /** How many more than a page are looked at, for documents that its end may be tied with. */
  private static final int TIES = 8;

  private ListSearch() {}

  /** Returns the id of a document. */
  @FunctionalInterface
  interface Ids {
    String id(int doc) throws IOException;
  }

  /**
   * A place in a list.
   *
   * @param values of the fields that the list is sorted by
   * @param id of the document, which puts those in order that have the same values
   */
  record Place(List<Object> values, String id) {
    Place {
      values = List.copyOf(values);
    }
  }

  /**
   * A part of a list.
   *
   * @param last the place of the last document; null if the list ends with it
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  record Hits(int[] docs, @Nullable Place last) {}

  /**
   * Returns documents in the order of fields that nearly tell them apart, then ids.
   *
   * @param after only those that come after this; null for the first
   */
  static Hits inOrder(
      DirectoryReader reader, Query query, Sort order, Ids ids, @Nullable Place after, int limit)
      throws IOException {
    // Document numbers are from 0: so what has the values of the place is found again.
    FieldDoc from = after == null ? null : new FieldDoc(-1, Float.NaN, after.values().toArray());
    for (int wanted = limit + TIES; ; wanted *= 2) {
      ScoreDoc[] found = search(reader, query, order, from, wanted);
      boolean all = found.length < wanted;
      List<ScoreDoc> page = page(found, all, ids, after, limit);
      if (page.size() > limit) {
        FieldDoc last = (FieldDoc) page.get(limit - 1);
        return new Hits(docs(page.subList(0, limit)), new Place(values(last), ids.id(last.doc)));
      }
      if (all) {
        return new Hits(docs(page), null);
      }
    }
  }

  /** Returns what comes after the place, by id where the order says nothing, past the limit. */
  private static List<ScoreDoc> page(
      ScoreDoc[] found, boolean all, Ids ids, @Nullable Place after, int limit) throws IOException {
    List<ScoreDoc> page = new ArrayList<>();
    int end;
    for (int start = 0; start < found.length && page.size() <= limit; start = end) {
      List<Object> values = values(found[start]);
      end = start + 1;
      while (end < found.length && values.equals(values(found[end]))) {
        end++;
      }
      if (end == found.length && !all) {
        // There may be more that are tied.
        break;
      }
      String passed = after != null && values.equals(after.values()) ? after.id() : "";
      if (end - start == 1 && passed.isEmpty()) {
        page.add(found[start]);
      } else {
        page.addAll(byId(Arrays.asList(found).subList(start, end), ids, passed));
      }
    }
    return page;
  }

  private static List<ScoreDoc> byId(List<ScoreDoc> tied, Ids ids, String after)
      throws IOException {
    record Known(String id, ScoreDoc doc) {}
    List<Known> known = new ArrayList<>();
    for (ScoreDoc doc : tied) {
      String id = ids.id(doc.doc);
      if (id.compareTo(after) > 0) {
        known.add(new Known(id, doc));
      }
    }
    known.sort(Comparator.comparing(Known::id));
    return known.stream().map(Known::doc).toList();
  }

  private static List<Object> values(ScoreDoc found) {
    return Arrays.asList(((FieldDoc) found).fields);
  }

  /** Returns documents whose number is in the range, by that number. */
  static int[] byNumber(DirectoryReader reader, String field, long from, long to, int limit)
      throws IOException {
    int atMost = Math.min(limit, reader.maxDoc());
    if (atMost < 1 || from > to) {
      return new int[0];
    }
    ScoreDoc[] found =
        search(
            reader,
            LongField.newRangeQuery(field, from, to),
            new Sort(LongField.newSortField(field, false, SortedNumericSelector.Type.MIN)),
            null,
            atMost);
    return docs(Arrays.asList(found));
  }

  private static ScoreDoc[] search(
      DirectoryReader reader, Query query, Sort order, @Nullable FieldDoc after, int limit)
      throws IOException {
    IndexSearcher searcher = new IndexSearcher(reader);
    // Every page is another query: there is nothing to keep.
    searcher.setQueryCache(null);
    return searcher.search(query, new TopFieldCollectorManager(order, limit, after, limit))
        .scoreDocs;
  }

  private static int[] docs(List<ScoreDoc> found) {
    return found.stream().mapToInt(hit -> hit.doc).toArray();
  }
}
