package dev.tarn.lucene.vector;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.IntroSorter;
import org.jspecify.annotations.Nullable;

/** Finds the assets that have texts, in the order of the texts, and then in that of a column. */
final class TextAssets {
  private final List<LeafReaderContext> leaves;
  private final @Nullable Weight filter;
  private final String orderField;
  private long lookedAt;

  /**
   * @param filter what the documents must match; null for all
   */
  TextAssets(List<LeafReaderContext> leaves, @Nullable Weight filter, String orderField) {
    this.leaves = leaves;
    this.filter = filter;
    this.orderField = orderField;
  }

  /** An asset, and its text's position in the list. */
  record Found(int text, int doc, BytesRef order) {}

  /** Returns how many documents have been looked at. */
  long lookedAt() {
    return lookedAt;
  }

  /** Returns the first {@code count} assets of texts. */
  List<Found> of(List<BytesRef> hashes, int count) throws IOException {
    List<Found> all = new ArrayList<>();
    for (LeafReaderContext leaf : leaves) {
      all.addAll(of(leaf, hashes, count));
    }
    all.sort(Comparator.comparingInt(Found::text).thenComparing(Found::order));
    return all.size() <= count ? all : new ArrayList<>(all.subList(0, count));
  }

  private List<Found> of(LeafReaderContext leaf, List<BytesRef> hashes, int count)
      throws IOException {
    Terms terms = leaf.reader().terms(TextHashes.FIELD);
    if (terms == null) {
      return List.of();
    }
    Candidates candidates = new Candidates();
    TermsEnum found = terms.iterator();
    Bits live = leaf.reader().getLiveDocs();
    PostingsEnum postings = null;
    for (int text = 0; text < hashes.size(); text++) {
      if (found.seekExact(hashes.get(text))) {
        postings = found.postings(postings, PostingsEnum.NONE);
        for (int doc = postings.nextDoc();
            doc != DocIdSetIterator.NO_MORE_DOCS;
            doc = postings.nextDoc()) {
          if (live == null || live.get(doc)) {
            candidates.add(doc, text);
          }
        }
      }
    }
    lookedAt += candidates.size;
    candidates.sort();
    if (filter != null) {
      candidates.keep(filter, leaf);
    }
    return first(leaf, candidates, count);
  }

  private List<Found> first(LeafReaderContext leaf, Candidates candidates, int count)
      throws IOException {
    SortedDocValues order = DocValues.getSorted(leaf.reader(), orderField);
    int[] ordinals = new int[candidates.size];
    for (int i = 0; i < candidates.size; i++) {
      ordinals[i] = order.advanceExact(candidates.docs[i]) ? order.ordValue() : -1;
    }
    candidates.sortByTextAnd(ordinals);
    List<Found> first = new ArrayList<>();
    for (int i = 0; i < candidates.size && first.size() < count; i++) {
      BytesRef value =
          ordinals[i] < 0 ? new BytesRef() : BytesRef.deepCopyOf(order.lookupOrd(ordinals[i]));
      first.add(new Found(candidates.texts[i], leaf.docBase + candidates.docs[i], value));
    }
    return first;
  }

  /** Documents of one segment with the positions of their texts. */
  private static final class Candidates {
    private int[] docs = new int[64];
    private int[] texts = new int[64];
    private int size;

    void add(int doc, int text) {
      if (size == docs.length) {
        docs = Arrays.copyOf(docs, 2 * size);
        texts = Arrays.copyOf(texts, 2 * size);
      }
      docs[size] = doc;
      texts[size++] = text;
    }

    private void swap(int i, int j) {
      int doc = docs[i];
      docs[i] = docs[j];
      docs[j] = doc;
      int text = texts[i];
      texts[i] = texts[j];
      texts[j] = text;
    }

    /** Brings them into the order of documents: no document has two texts. */
    void sort() {
      new IntroSorter() {
        private int pivot;

        @Override
        protected void swap(int i, int j) {
          Candidates.this.swap(i, j);
        }

        @Override
        protected void setPivot(int i) {
          pivot = docs[i];
        }

        @Override
        protected int comparePivot(int i) {
          return Integer.compare(pivot, docs[i]);
        }
      }.sort(0, size);
    }

    void sortByTextAnd(int[] ordinals) {
      new IntroSorter() {
        private int text;
        private int ordinal;

        @Override
        protected void swap(int i, int j) {
          Candidates.this.swap(i, j);
          int one = ordinals[i];
          ordinals[i] = ordinals[j];
          ordinals[j] = one;
        }

        @Override
        protected void setPivot(int i) {
          text = texts[i];
          ordinal = ordinals[i];
        }

        @Override
        protected int comparePivot(int i) {
          int byText = Integer.compare(text, texts[i]);
          return byText != 0 ? byText : Integer.compare(ordinal, ordinals[i]);
        }
      }.sort(0, size);
    }

    /** Keeps those that a filter accepts. */
    void keep(Weight filter, LeafReaderContext leaf) throws IOException {
      Scorer scorer = filter.scorer(leaf);
      if (scorer == null) {
        size = 0;
        return;
      }
      DocIdSetIterator accepted = scorer.iterator();
      int kept = 0;
      for (int i = 0; i < size; i++) {
        int doc = docs[i];
        if (accepted.docID() < doc) {
          accepted.advance(doc);
        }
        if (accepted.docID() == doc) {
          docs[kept] = doc;
          texts[kept++] = texts[i];
        }
      }
      size = kept;
    }
  }
}
