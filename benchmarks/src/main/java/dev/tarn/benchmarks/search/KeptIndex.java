package dev.tarn.benchmarks.search;

import dev.tarn.core.scope.Scope;
import dev.tarn.core.state.BuildProgress;
import dev.tarn.core.state.StateIndex;
import dev.tarn.lucene.LuceneIndexSettings;
import dev.tarn.lucene.LuceneStateIndexes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The index of a generated state that several benchmarks measure: whichever comes first builds it.
 * {@code loaded} beside it says that it is complete, and how many seconds it took.
 */
public final class KeptIndex {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final String WRITTEN_ONCE = "_";
  private static final String COMMIT = "segments_";

  private KeptIndex() {}

  /** Returns the root of the indexes; builds that of the default branch if it is not there. */
  public static Path in(Path folder, GeneratedState state) throws IOException {
    Path root = folder.resolve("index");
    Path loaded = folder.resolve("loaded");
    if (!Files.exists(loaded)) {
      LuceneStateIndexes indexes =
          new LuceneStateIndexes(Files.createDirectories(root), LuceneIndexSettings.defaults());
      long start = System.nanoTime();
      try (StateIndex built = indexes.build(Scope.DEFAULT, state, BuildProgress.IGNORED)) {
        indexes.adopt(Scope.DEFAULT, built);
      }
      Files.writeString(loaded, Double.toString((System.nanoTime() - start) / NANOS_PER_SECOND));
    }
    return root;
  }

  /**
   * Makes a copy that can be written: the files of segments, which never change, are linked.
   *
   * @param to a folder that is empty
   */
  static void copy(Path root, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(root.relativize(file).toString());
        Files.createDirectories(target.resolveSibling(""));
        String name = file.getFileName().toString();
        if (name.startsWith(WRITTEN_ONCE) || name.startsWith(COMMIT)) {
          Files.createLink(target, file);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }
}
