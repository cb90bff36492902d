package dev.tarn.lucene.vector;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.VectorScorer;
import org.apache.lucene.util.BytesRef;

/** The texts of a view of the vectors that are nearest to a query's vector. */
final class NearestTexts {
  private final IndexSearcher searcher;
  private final float[] query;

  NearestTexts(IndexSearcher searcher, float[] query) {
    this.searcher = searcher;
    this.query = query;
  }

  /** A text's hash, and how near it is. */
  record Text(BytesRef hash, float similarity) {}

  private static final Comparator<Text> NEAREST_FIRST =
      Comparator.comparingDouble((Text text) -> -text.similarity()).thenComparing(Text::hash);

  /** Returns about the nearest {@code count} texts, by the graphs. */
  List<Text> nearest(int count) throws IOException {
    List<Text> texts = new ArrayList<>();
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      measure(leaf, new GraphWalk(leaf.reader(), query).nearest(count), texts);
    }
    texts.sort(NEAREST_FIRST);
    return texts.size() <= count ? texts : new ArrayList<>(texts.subList(0, count));
  }

  /** Returns those of some texts that have vectors, compared one by one. */
  List<Text> compared(List<BytesRef> hashes) throws IOException {
    List<Text> texts = new ArrayList<>(hashes.size());
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      Terms keys = leaf.reader().terms(VectorIndex.KEY);
      if (keys == null) {
        continue;
      }
      TermsEnum terms = keys.iterator();
      int[] docs = new int[hashes.size()];
      int count = 0;
      for (BytesRef hash : hashes) {
        int doc = VectorIndex.find(leaf, terms, hash);
        if (doc != DocIdSetIterator.NO_MORE_DOCS) {
          docs[count++] = doc;
        }
      }
      Arrays.sort(docs, 0, count);
      measure(leaf, Arrays.copyOf(docs, count), texts);
    }
    texts.sort(NEAREST_FIRST);
    return texts;
  }

  /**
   * @param docs of the segment, in order
   */
  private void measure(LeafReaderContext leaf, int[] docs, List<Text> texts) throws IOException {
    if (docs.length == 0) {
      return;
    }
    FloatVectorValues vectors =
        Objects.requireNonNull(leaf.reader().getFloatVectorValues(VectorIndex.VECTOR));
    VectorScorer scorer = Objects.requireNonNull(vectors.rescorer(query));
    BinaryDocValues hashes = DocValues.getBinary(leaf.reader(), VectorIndex.KEY);
    for (int doc : docs) {
      if (scorer.iterator().advance(doc) != doc || !hashes.advanceExact(doc)) {
        throw new IOException("a text of the index has no vector");
      }
      texts.add(new Text(BytesRef.deepCopyOf(hashes.binaryValue()), scorer.score()));
    }
  }
}
