package dev.tarn.lucene.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.testkit.Seeds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.VectorUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** So many texts that there is a graph, which several threads build of plain segments. */
@ExtendWith(Seeds.class)
final class VectorGraphTest {
  private static final int DIMENSIONS = 16;
  private static final int QUERIES = 40;
  private static final int NEAREST = 10;

  /** What a search asks for at least. */
  private static final int ASKED = 100;

  @TempDir Path folder;
  private final List<float[]> vectors = new ArrayList<>();
  private VectorIndex index;

  @BeforeEach
  void open() throws IOException {
    index = VectorIndex.open(folder, "random", DIMENSIONS, 2);
  }

  @AfterEach
  void close() throws IOException {
    index.close();
  }

  private static BytesRef hash(int number) {
    return new BytesRef(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
  }

  private static float[] vector(Random random) {
    float[] vector = new float[DIMENSIONS];
    for (int i = 0; i < DIMENSIONS; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return VectorUtil.l2normalize(vector);
  }

  private void add(Random random, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      float[] vector = vector(random);
      index.add(hash(vectors.size()), vector);
      vectors.add(vector);
    }
    index.refresh();
  }

  private void consolidate() throws IOException {
    index.consolidate(100, 0.05);
    while (segments() > 1) {
      LockSupport.parkNanos(1_000_000);
      index.refresh();
    }
  }

  private int segments() throws IOException {
    IndexSearcher searcher = index.acquire();
    try {
      return searcher.getIndexReader().leaves().size();
    } finally {
      index.release(searcher);
    }
  }

  private double recall(Random random) throws IOException {
    int found = 0;
    IndexSearcher searcher = index.acquire();
    try {
      for (int i = 0; i < QUERIES; i++) {
        float[] query = vector(random);
        double[] similarities =
            vectors.stream()
                .mapToDouble(vector -> -VectorUtil.dotProduct(query, vector))
                .sorted()
                .toArray();
        List<NearestTexts.Text> nearest = new NearestTexts(searcher, query).nearest(ASKED);
        assertThat(nearest).hasSize(ASKED).doesNotHaveDuplicates();
        for (NearestTexts.Text text : nearest.subList(0, NEAREST)) {
          float[] vector = vectors.get(ByteBuffer.wrap(text.hash().bytes).getInt());
          if (-VectorUtil.dotProduct(query, vector) <= similarities[NEAREST - 1] + 1e-5) {
            found++;
          }
        }
      }
    } finally {
      index.release(searcher);
    }
    return found / (double) (QUERIES * NEAREST);
  }

  @Test
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void manySegmentsBecomeOneGraphThatFindsTheNearest(Random random) throws IOException {
    add(random, 9_000);
    add(random, 9_000);
    assertThat(segments()).isEqualTo(2);
    assertThat(recall(random)).isGreaterThanOrEqualTo(0.99);
    consolidate();
    assertThat(recall(random)).isGreaterThanOrEqualTo(0.95);
    // What comes later joins it.
    add(random, 2_000);
    add(random, 2_000);
    assertThat(recall(random)).isGreaterThanOrEqualTo(0.95);
    consolidate();
    assertThat(index.texts()).isEqualTo(vectors.size());
    assertThat(recall(random)).isGreaterThanOrEqualTo(0.95);
  }

  @Test
  void fewTextsAreLeftAsTheyAre(Random random) throws IOException {
    add(random, 1_000);
    add(random, 90);
    index.consolidate(100, 0.05);
    add(random, 50);
    index.consolidate(100, 0.5);
    assertThat(segments()).isEqualTo(3);
  }
}
