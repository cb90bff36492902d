package dev.tarn.lucene.vector;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** The texts of the assets that a filter leaves, if they are few. */
final class FilteredTexts {
  private FilteredTexts() {}

  /** Returns the hashes, in order; null if the filter leaves more than {@code maxAssets}. */
  static @Nullable List<BytesRef> of(List<LeafReaderContext> leaves, Weight filter, int maxAssets)
      throws IOException {
    TreeSet<BytesRef> hashes = new TreeSet<>();
    int assets = 0;
    for (LeafReaderContext leaf : leaves) {
      Scorer scorer = filter.scorer(leaf);
      if (scorer == null) {
        continue;
      }
      int[] docs = docs(scorer.iterator(), leaf.reader().getLiveDocs(), maxAssets - assets);
      if (docs == null) {
        return null;
      }
      assets += docs.length;
      SortedDocValues texts = DocValues.getSorted(leaf.reader(), TextHashes.FIELD);
      int[] ordinals = new int[docs.length];
      int count = 0;
      for (int doc : docs) {
        if (texts.advanceExact(doc)) {
          ordinals[count++] = texts.ordValue();
        }
      }
      for (int ordinal : Arrays.stream(ordinals, 0, count).sorted().distinct().toArray()) {
        hashes.add(BytesRef.deepCopyOf(texts.lookupOrd(ordinal)));
      }
    }
    return new ArrayList<>(hashes);
  }

  private static int @Nullable [] docs(DocIdSetIterator accepted, @Nullable Bits live, int max)
      throws IOException {
    int[] docs = new int[64];
    int size = 0;
    for (int doc = accepted.nextDoc();
        doc != DocIdSetIterator.NO_MORE_DOCS;
        doc = accepted.nextDoc()) {
      if (live == null || live.get(doc)) {
        if (size == max) {
          return null;
        }
        if (size == docs.length) {
          docs = Arrays.copyOf(docs, 2 * size);
        }
        docs[size++] = doc;
      }
    }
    return Arrays.copyOf(docs, size);
  }
}
