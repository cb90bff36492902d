package dev.tarn.lucene;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** Counts live documents by the terms of a field that has few. */
final class LiveCounts {
  private LiveCounts() {}

  static Map<String, Long> byTerm(DirectoryReader reader, String field) throws IOException {
    Map<String, Long> counts = new TreeMap<>();
    for (LeafReaderContext leaf : reader.leaves()) {
      Terms terms = leaf.reader().terms(field);
      if (terms == null) {
        continue;
      }
      TermsEnum found = terms.iterator();
      for (BytesRef term = found.next(); term != null; term = found.next()) {
        long count = count(found, leaf.reader().getLiveDocs());
        if (count > 0) {
          counts.merge(term.utf8ToString(), count, Long::sum);
        }
      }
    }
    return counts;
  }

  /** The dictionary counts what is deleted, too: where there is any, documents are looked at. */
  private static long count(TermsEnum term, @Nullable Bits live) throws IOException {
    if (live == null) {
      return term.docFreq();
    }
    long count = 0;
    PostingsEnum postings = term.postings(null, PostingsEnum.NONE);
    for (int doc = postings.nextDoc();
        doc != DocIdSetIterator.NO_MORE_DOCS;
        doc = postings.nextDoc()) {
      if (live.get(doc)) {
        count++;
      }
    }
    return count;
  }
}
