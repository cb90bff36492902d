package dev.tarn.testkit;

import dev.tarn.core.search.EmbeddingModel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;

/**
 * A model without a meaning of its own: each word has a random direction, always the same, and a
 * text has the sum of its words'. So texts are near each other by the words that they share.
 * Remembers what it has embedded.
 */
public final class WordEmbeddings implements EmbeddingModel {
  private final String name;
  private final int dimensions;
  private final Map<String, Integer> embedded = new ConcurrentHashMap<>();

  public WordEmbeddings(String name, int dimensions) {
    this.name = name;
    this.dimensions = dimensions;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int dimensions() {
    return dimensions;
  }

  @Override
  public List<float[]> embed(List<String> texts) {
    List<float[]> vectors = new ArrayList<>();
    for (String text : texts) {
      embedded.merge(text, 1, Integer::sum);
      vectors.add(vector(text));
    }
    return vectors;
  }

  /** Returns how often each text was embedded. */
  public Map<String, Integer> embedded() {
    return Map.copyOf(embedded);
  }

  /** Returns the vector of a text, without remembering it. */
  public float[] vector(String text) {
    double[] sum = new double[dimensions];
    for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")) {
      CRC32 seed = new CRC32();
      seed.update((name + word).getBytes(StandardCharsets.UTF_8));
      Random direction = new Random(seed.getValue());
      for (int i = 0; i < dimensions; i++) {
        sum[i] += direction.nextGaussian();
      }
    }
    double length = 0;
    for (double component : sum) {
      length += component * component;
    }
    float[] vector = new float[dimensions];
    for (int i = 0; i < dimensions; i++) {
      vector[i] = (float) (sum[i] / Math.sqrt(length));
    }
    return vector;
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
