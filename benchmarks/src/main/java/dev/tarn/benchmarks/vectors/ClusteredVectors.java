package dev.tarn.benchmarks.vectors;

import dev.tarn.core.search.EmbeddingModel;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Vectors that lie as those of texts do: in clusters of very different sizes, and within a cluster
 * differing in few directions. A number at the end of a text says which vector it has.
 *
 * <p>Of {@link #CLUSTERS} centres the c-th is chosen with a density that falls as the root of c
 * does; a vector is its centre, plus as much again in {@link #DIRECTIONS} directions that all
 * clusters share, plus a little in all.
 */
final class ClusteredVectors implements EmbeddingModel {
  static final int DIMENSIONS = 384;
  static final int CLUSTERS = 5_000;
  static final int DIRECTIONS = 48;
  private static final double OUTSIDE = 0.25;

  /** Queries have seeds of their own. */
  static final long QUERIES = 1L << 40;

  private final float[][] centres = new float[CLUSTERS][];
  private final float[][] directions = new float[DIRECTIONS][];

  ClusteredVectors() {
    SplittableRandom random = new SplittableRandom(42);
    for (int i = 0; i < CLUSTERS; i++) {
      centres[i] = direction(random);
    }
    for (int i = 0; i < DIRECTIONS; i++) {
      directions[i] = direction(random);
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

  float[] vector(long number) {
    SplittableRandom random = new SplittableRandom(number);
    double uniform = random.nextDouble();
    float[] vector = centres[(int) (CLUSTERS * uniform * uniform)].clone();
    double part = 1 / Math.sqrt(DIRECTIONS);
    for (float[] direction : directions) {
      float along = (float) (part * random.nextGaussian());
      for (int i = 0; i < DIMENSIONS; i++) {
        vector[i] += along * direction[i];
      }
    }
    double little = OUTSIDE / Math.sqrt(DIMENSIONS);
    for (int i = 0; i < DIMENSIONS; i++) {
      vector[i] += (float) (little * random.nextGaussian());
    }
    return normalised(vector);
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
