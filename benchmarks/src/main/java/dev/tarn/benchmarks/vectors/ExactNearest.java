package dev.tarn.benchmarks.vectors;

import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import org.apache.lucene.util.VectorUtil;

/** Measures the similarities of all texts to queries. */
final class ExactNearest {
  private static final int BLOCK = 10_000;

  /** Sums of products differ so much with their order. */
  private static final float ROUNDING = 1e-5f;

  private final KeptVectors vectors;
  private final List<float[]> queries;
  private final List<PriorityQueue<Float>> best;

  /** Compares the first {@code count} texts with each query. */
  ExactNearest(KeptVectors vectors, int count, List<float[]> queries, int nearest) {
    this.vectors = vectors;
    this.queries = queries;
    best = queries.stream().map(query -> new PriorityQueue<Float>()).toList();
    for (int from = 0; from < count; from += BLOCK) {
      float[][] block =
          IntStream.range(from, Math.min(count, from + BLOCK))
              .mapToObj(vectors::of)
              .toArray(float[][]::new);
      IntStream.range(0, queries.size())
          .parallel()
          .forEach(i -> take(best.get(i), queries.get(i), block, nearest));
    }
  }

  private static void take(PriorityQueue<Float> best, float[] query, float[][] block, int nearest) {
    for (float[] vector : block) {
      float similarity = VectorUtil.dotProduct(query, vector);
      if (best.size() < nearest || similarity > best.element()) {
        best.add(similarity);
        if (best.size() > nearest) {
          best.remove();
        }
      }
    }
  }

  /** Returns whether a text is among the nearest of a query, or as near as the last of them. */
  boolean isNear(int query, int number) {
    return VectorUtil.dotProduct(queries.get(query), vectors.of(number))
        >= best.get(query).element() - ROUNDING;
  }
}
