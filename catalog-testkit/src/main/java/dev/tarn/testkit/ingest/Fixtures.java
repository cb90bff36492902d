package dev.tarn.testkit.ingest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.opentest4j.TestAbortedException;

/** The folder of real files that lies beside the project, where there is one. */
public final class Fixtures {
  private Fixtures() {}

  /**
   * Returns a folder of fixtures.
   *
   * @throws TestAbortedException if there is none: the test is skipped
   */
  public static Path folder(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new TestAbortedException(
                    "skipped: there is no folder shared/fixtures/" + name + " beside the project"));
  }

  private static Optional<Path> find(String name) {
    Path at = Path.of("").toAbsolutePath();
    while (at != null) {
      Path folder = at.resolve("shared").resolve("fixtures").resolve(name);
      if (Files.isDirectory(folder)) {
        return Optional.of(folder);
      }
      at = at.getParent();
    }
    return Optional.empty();
  }
}
