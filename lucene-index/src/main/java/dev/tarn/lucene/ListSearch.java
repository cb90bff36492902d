package dev.tarn.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.document.LongField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.SortedNumericSelector;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** Searches for documents in an order that does not depend on where they are in the index. */
final class ListSearch {
  private ListSearch() {}

  /**
   * A part of a list.
   *
   * @param last the order of the last document; null if the list ends with it
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  record Hits(int[] docs, @Nullable BytesRef last) {}

  /**
   * Returns documents in the order of a field whose values are unique.
   *
   * @param after only those that come after this; null for the first
   */
  static Hits inOrder(
      DirectoryReader reader, Query query, String order, @Nullable BytesRef after, int limit)
      throws IOException {
    // The document number breaks ties; since there are none, any number will do.
    FieldDoc from =
        after == null ? null : new FieldDoc(Integer.MAX_VALUE, Float.NaN, new Object[] {after});
    ScoreDoc[] found =
        search(reader, query, new SortField(order, SortField.Type.STRING), from, limit + 1);
    boolean more = found.length > limit;
    int[] docs = docs(found, more ? limit : found.length);
    if (!more) {
      return new Hits(docs, null);
    }
    FieldDoc last = (FieldDoc) found[limit - 1];
    return new Hits(docs, (BytesRef) last.fields[0]);
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
            LongField.newSortField(field, false, SortedNumericSelector.Type.MIN),
            null,
            atMost);
    return docs(found, found.length);
  }

  /** Returns the order of each of the documents, which are given in the order of documents. */
  static List<BytesRef> orders(DirectoryReader reader, String field, int[] docs)
      throws IOException {
    List<BytesRef> orders = new ArrayList<>(docs.length);
    LeafReaderContext leaf = null;
    SortedDocValues values = DocValues.emptySorted();
    for (int doc : docs) {
      if (leaf == null || doc >= leaf.docBase + leaf.reader().maxDoc()) {
        leaf = reader.leaves().get(ReaderUtil.subIndex(doc, reader.leaves()));
        values = DocValues.getSorted(leaf.reader(), field);
      }
      if (values.advanceExact(doc - leaf.docBase)) {
        orders.add(BytesRef.deepCopyOf(values.lookupOrd(values.ordValue())));
      }
    }
    return orders;
  }

  private static ScoreDoc[] search(
      DirectoryReader reader, Query query, SortField order, @Nullable FieldDoc after, int limit)
      throws IOException {
    IndexSearcher searcher = new IndexSearcher(reader);
    // Every page is another query: there is nothing to keep.
    searcher.setQueryCache(null);
    return searcher.search(
            query, new TopFieldCollectorManager(new Sort(order), limit, after, limit))
        .scoreDocs;
  }

  private static int[] docs(ScoreDoc[] found, int count) {
    int[] docs = new int[count];
    for (int i = 0; i < count; i++) {
      docs[i] = found[i].doc;
    }
    return docs;
  }
}
