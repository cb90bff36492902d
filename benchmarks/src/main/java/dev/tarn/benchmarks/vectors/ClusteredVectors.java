package dev.tarn.benchmarks.vectors;

import dev.tarn.core.search.EmbeddingModel;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Vectors that lie about as those of texts about tables do in all-MiniLM-L6-v2. Among ten thousand,
 * the similarities of a text to the nearest, the tenth, the hundredth, the thousandth and the
 * median are 0.67, 0.60, 0.52, 0.44, 0.35 (the model's: 0.72, 0.64, 0.56, 0.46, 0.34); those of a
 * query, which is worded otherwise, 0.49, 0.41, 0.32, 0.22, 0.12 (0.54, 0.45, 0.35, 0.22, 0.12). A
 * number at the end of a text says which vector it has.
 *
 * <p>Each is a sum of directions: one that all share, that of its topic, that of a part of the
 * topic, those that differences within a topic have in common, and what is its own. Topics have
 * very different sizes.
 */
final class ClusteredVectors implements EmbeddingModel, TableTexts {
  static final int DIMENSIONS = 384;

  /** Queries have seeds of their own. */
  private static final long QUERIES = 1L << 40;

  private static final int TOPICS = 25;
  private static final int PARTS = 25;
  private static final int DIFFERENCES = 45;

  /** What shares of a vector's square are common, of the topic, of its part, different, own. */
  private static final double[] TEXT = {0.34, 0.12, 0.10, 0.34, 0.10};

  private static final double[] QUERY = {0.04, 0.12, 0.20, 0.34, 0.30};

  private final float[] common;
  private final float[][] topics = new float[TOPICS][];
  private final float[][] parts = new float[TOPICS * PARTS][];
  private final float[][] differences = new float[DIFFERENCES][];

  ClusteredVectors() {
    SplittableRandom random = new SplittableRandom(42);
    common = direction(random);
    for (float[][] directions : new float[][][] {topics, parts, differences}) {
      for (int i = 0; i < directions.length; i++) {
        directions[i] = direction(random);
      }
    }
  }

  private static float[] direction(SplittableRandom random) {
    float[] vector = new float[DIMENSIONS];
    for (int i = 0; i < DIMENSIONS; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return normalised(vector);
  }

  private static float[] normalised(float[] vector) {
    double length = 0;
    for (float component : vector) {
      length += component * component;
    }
    float factor = (float) (1 / Math.sqrt(length));
    for (int i = 0; i < vector.length; i++) {
      vector[i] *= factor;
    }
    return vector;
  }

  @Override
  public String name(int number) {
    return "number";
  }

  @Override
  public String description(int number) {
    return "number " + number;
  }

  @Override
  public String query(int number) {
    return "number " + (QUERIES + number);
  }

  @Override
  public String name() {
    return "clustered";
  }

  @Override
  public int dimensions() {
    return DIMENSIONS;
  }

  @Override
  public List<float[]> embed(List<String> texts) {
    List<float[]> vectors = new ArrayList<>(texts.size());
    for (String text : texts) {
      vectors.add(vector(Long.parseLong(text.substring(text.lastIndexOf(' ') + 1))));
    }
    return vectors;
  }

  private float[] vector(long number) {
    SplittableRandom random = new SplittableRandom(number);
    double[] shares = number >= QUERIES ? QUERY : TEXT;
    int topic = oneOf(TOPICS, random);
    int part = topic * PARTS + oneOf(PARTS, random);
    float[] vector = new float[DIMENSIONS];
    add(vector, Math.sqrt(shares[0]), common);
    add(vector, Math.sqrt(shares[1]), topics[topic]);
    add(vector, Math.sqrt(shares[2]), parts[part]);
    for (float[] difference : differences) {
      add(vector, Math.sqrt(shares[3] / DIFFERENCES) * random.nextGaussian(), difference);
    }
    add(vector, Math.sqrt(shares[4]), direction(random));
    return normalised(vector);
  }

  /** Chooses the first more often than the last: the i-th falls with the root of i. */
  private static int oneOf(int count, SplittableRandom random) {
    double uniform = random.nextDouble();
    return (int) (count * uniform * uniform);
  }

  private static void add(float[] vector, double factor, float[] direction) {
    for (int i = 0; i < vector.length; i++) {
      vector[i] += (float) (factor * direction[i]);
    }
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
