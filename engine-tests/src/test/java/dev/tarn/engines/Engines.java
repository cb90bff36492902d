package dev.tarn.engines;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One Tarn server, one Spark and one Trino for all tests, the engines from when they are first
 * asked for. What they write, and say, is in {@code target/engines} until the next run.
 */
final class Engines implements AutoCloseable {
  private final Path folder;
  private final Tarn tarn;
  private @Nullable Spark spark;
  private @Nullable Trino trino;

  private Engines(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    this.tarn = Tarn.start(folder.resolve("tarn"));
  }

  private static Engines start() {
    try {
      Path folder = Path.of("target", "engines").toAbsolutePath();
      clear(folder);
      return new Engines(Files.createDirectories(folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineException("interrupted", e);
    }
  }

  private static void clear(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
        for (Path file : all) {
          Files.delete(file);
        }
      }
    }
  }

  Tarn tarn() {
    return tarn;
  }

  Spark spark() throws IOException {
    if (spark == null) {
      spark = Spark.start(tarn.iceberg(), Files.createDirectories(folder.resolve("spark")));
    }
    return spark;
  }

  Trino trino() throws IOException {
    if (trino == null) {
      trino = Trino.start(tarn.iceberg(), Files.createDirectories(folder.resolve("trino")));
    }
    return trino;
  }

  @Override
  public void close() throws IOException {
    Spark usedSpark = spark;
    Trino usedTrino = trino;
    try (tarn;
        usedSpark;
        usedTrino) {
      // The server goes last.
    }
  }

  /** Gives the tests the engines, which end when the last test has. */
  static final class Shared implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext extension) {
      return parameter.getParameter().getType() == Engines.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext extension) {
      return extension
          .getRoot()
          .getStore(ExtensionContext.Namespace.create(Engines.class))
          .computeIfAbsent(Engines.class, type -> start());
    }
  }
}
