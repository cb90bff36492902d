package dev.tarn.iceberg.privacy;

import dev.tarn.iceberg.io.FileSync;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Lines that a run notes before it acts on them, so that after a crash it is known what may have
 * been done: what was rewritten shows no trace of it.
 */
record RewriteNotes(Path file) {
  /** Returns the lines, in the order in which they were noted. */
  Set<String> read() throws IOException {
    return Files.exists(file)
        ? new LinkedHashSet<>(Files.readAllLines(file, StandardCharsets.UTF_8))
        : new LinkedHashSet<>();
  }

  /** Adds lines; they are on disk when this returns. */
  Set<String> add(Collection<String> lines) throws IOException {
    Set<String> all = read();
    if (all.addAll(lines)) {
      FileSync.replace(
          file, all.stream().collect(Collectors.joining("\n")).getBytes(StandardCharsets.UTF_8));
    }
    return all;
  }
}
