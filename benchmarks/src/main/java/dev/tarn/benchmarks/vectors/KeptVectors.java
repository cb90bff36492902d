package dev.tarn.benchmarks.vectors;

import dev.tarn.core.search.EmbeddingModel;
import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * The vectors of texts in a file, by number: a model that is slow is asked once, and not again for
 * another index or for comparing all of them with a query.
 */
final class KeptVectors implements Closeable {
  /** So much is lost at most where a run is ended. */
  private static final int BLOCK = 2_000;

  private final MemorySegment rows;
  private final Arena arena;
  private final int dimensions;

  private KeptVectors(MemorySegment rows, Arena arena, int dimensions) {
    this.rows = rows;
    this.arena = arena;
    this.dimensions = dimensions;
  }

  /** Opens the vectors of the first texts, after it has added to the file what it lacks. */
  static KeptVectors open(Path file, EmbeddingModel model, TableTexts texts, int count)
      throws IOException {
    long rowBytes = (long) model.dimensions() * Float.BYTES;
    Arena arena = Arena.ofShared();
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      for (long from = channel.size() / rowBytes; from < count; from += BLOCK) {
        append(channel, from, model, texts, (int) Math.min(BLOCK, count - from));
      }
      return new KeptVectors(
          channel.map(FileChannel.MapMode.READ_ONLY, 0, count * rowBytes, arena),
          arena,
          model.dimensions());
    }
  }

  private static void append(
      FileChannel channel, long from, EmbeddingModel model, TableTexts texts, int count)
      throws IOException {
    List<float[]> vectors =
        IntStream.range(0, count)
            .parallel()
            .mapToObj(i -> model.embed(List.of(texts.embedded((int) from + i))).getFirst())
            .toList();
    long rowBytes = (long) model.dimensions() * Float.BYTES;
    MemorySegment block = MemorySegment.ofArray(new float[count * model.dimensions()]);
    for (int i = 0; i < count; i++) {
      MemorySegment.copy(MemorySegment.ofArray(vectors.get(i)), 0, block, i * rowBytes, rowBytes);
    }
    channel.write(
        MemorySegment.ofArray(block.toArray(ValueLayout.JAVA_BYTE)).asByteBuffer(),
        from * rowBytes);
  }

  /** Returns the vector of a text. */
  float[] of(int number) {
    float[] vector = new float[dimensions];
    long rowBytes = (long) dimensions * Float.BYTES;
    MemorySegment.copy(rows, number * rowBytes, MemorySegment.ofArray(vector), 0, rowBytes);
    return vector;
  }

  /** Returns a model that knows these texts without work, and asks another for any other. */
  EmbeddingModel before(EmbeddingModel model, TableTexts texts, int count) {
    Map<UUID, Integer> numbers = new HashMap<>();
    for (int i = 0; i < count; i++) {
      numbers.put(key(texts.embedded(i)), i);
    }
    return new EmbeddingModel() {
      @Override
      public String name() {
        return model.name();
      }

      @Override
      public int dimensions() {
        return model.dimensions();
      }

      @Override
      public List<float[]> embed(List<String> some) {
        List<float[]> vectors = new ArrayList<>(some.size());
        for (String text : some) {
          Integer number = numbers.get(key(text));
          vectors.add(number == null ? model.embed(List.of(text)).getFirst() : of(number));
        }
        return vectors;
      }

      @Override
      public void close() {
        // The other model is its owner's.
      }
    };
  }

  private static UUID key(String text) {
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    arena.close();
  }
}
