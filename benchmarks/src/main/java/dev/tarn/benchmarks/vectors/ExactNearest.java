package dev.tarn.benchmarks.vectors;

import dev.tarn.core.search.EmbeddingModel;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.lucene.util.VectorUtil;

/** Measures the distances of all texts. */
final class ExactNearest {
  private static final int BLOCK = 10_000;

  private final EmbeddingModel model;
  private final IntFunction<String> texts;
  private final int count;

  /**
   * @param texts by number
   */
  ExactNearest(EmbeddingModel model, IntFunction<String> texts, int count) {
    this.model = model;
    this.texts = texts;
    this.count = count;
  }

  private record Near(int number, float similarity) {}

  /** Returns the numbers of the nearest texts of each query. */
  List<Set<Integer>> of(List<float[]> queries, int nearest) {
    List<PriorityQueue<Near>> best =
        queries.stream()
            .map(query -> new PriorityQueue<>(Comparator.comparingDouble(Near::similarity)))
            .toList();
    for (int from = 0; from < count; from += BLOCK) {
      int first = from;
      int size = Math.min(BLOCK, count - from);
      float[][] block =
          IntStream.range(0, size)
              .parallel()
              .mapToObj(i -> model.embed(List.of(text(first + i))).getFirst())
              .toArray(float[][]::new);
      IntStream.range(0, queries.size())
          .parallel()
          .forEach(i -> take(best.get(i), queries.get(i), first, block, nearest));
    }
    return best.stream()
        .map(queue -> queue.stream().map(Near::number).collect(Collectors.toSet()))
        .toList();
  }

  /** What the index embeds of a table, as far as the model reads it. */
  private String text(int number) {
    return "table: t" + number + ". " + texts.apply(number);
  }

  private static void take(
      PriorityQueue<Near> best, float[] query, int first, float[][] block, int nearest) {
    for (int i = 0; i < block.length; i++) {
      float similarity = VectorUtil.dotProduct(query, block[i]);
      if (best.size() < nearest || similarity > best.element().similarity()) {
        best.add(new Near(first + i, similarity));
        if (best.size() > nearest) {
          best.remove();
        }
      }
    }
  }
}
