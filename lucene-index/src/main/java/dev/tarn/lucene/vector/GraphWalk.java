package dev.tarn.lucene.vector;

import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.search.VectorScorer;
import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.LongHeap;
import org.apache.lucene.util.SparseFixedBitSet;

/**
 * Finds texts of one segment that are near to a query. From the top of a large graph a walk may end
 * in a region that is not the query's, and find nothing of what is near: so it begins at the
 * nearest of a sample of all texts.
 */
final class GraphWalk {
  /** Looking at these takes about as long as the walk itself. */
  private static final int SAMPLE = 8_192;

  private static final int BEGINNINGS = 16;

  private final LeafReader segment;
  private final float[] query;

  GraphWalk(LeafReader segment, float[] query) {
    this.segment = segment;
    this.query = query;
  }

  /** Returns the documents of about the nearest {@code count} texts, in order. */
  int[] nearest(int count) throws IOException {
    KnnSearchStrategy strategy = KnnSearchStrategy.Hnsw.DEFAULT;
    if (segment.maxDoc() > VectorIndex.MAX_PLAIN_TEXTS) {
      strategy = new KnnSearchStrategy.Seeded(beginnings(), BEGINNINGS, strategy);
    }
    TopKnnCollector nearest = new TopKnnCollector(count, Integer.MAX_VALUE, strategy);
    segment.searchNearestVectors(
        VectorIndex.VECTOR,
        query,
        nearest,
        AcceptDocs.fromLiveDocs(segment.getLiveDocs(), segment.maxDoc()));
    return Arrays.stream(nearest.topDocs().scoreDocs).mapToInt(hit -> hit.doc).sorted().toArray();
  }

  /**
   * Returns the nearest of the sample. Each document has a vector, so its number is the vector's.
   */
  private BitSetIterator beginnings() throws IOException {
    FloatVectorValues vectors =
        Objects.requireNonNull(segment.getFloatVectorValues(VectorIndex.VECTOR));
    VectorScorer scorer = Objects.requireNonNull(vectors.scorer(query));
    LongHeap best = new LongHeap(BEGINNINGS);
    for (int i = 0; i < SAMPLE; i++) {
      int document = (int) ((long) i * segment.maxDoc() / SAMPLE);
      scorer.iterator().advance(document);
      // Scores are not negative: their bits are in their order.
      best.insertWithOverflow((long) Float.floatToIntBits(scorer.score()) << 32 | document);
    }
    SparseFixedBitSet beginnings = new SparseFixedBitSet(segment.maxDoc());
    while (best.size() > 0) {
      beginnings.set((int) best.pop());
    }
    return new BitSetIterator(beginnings, BEGINNINGS);
  }
}
