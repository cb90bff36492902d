package dev.tarn.iceberg.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.core.change.LogEntry;
import dev.tarn.core.log.AppendOutcome;
import dev.tarn.core.log.ChangeLog;
import dev.tarn.testkit.RandomLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What the tests of recovery share. */
final class Logs {
  private Logs() {}

  /** Appends groups that must be acknowledged; returns their entries. */
  static List<LogEntry> append(ChangeLog log, RandomLog random, int groups) throws IOException {
    List<LogEntry> all = new ArrayList<>();
    for (int i = 0; i < groups; i++) {
      String groupId = "group-" + (random.seq() + 1);
      List<LogEntry> entries = random.entries(groupId, 1 + i % 3);
      assertThat(log.append(log.head(), groupId, entries))
          .isInstanceOf(AppendOutcome.Committed.class);
      all.addAll(entries);
    }
    return all;
  }

  /** Returns all entries. */
  static List<LogEntry> entries(ChangeLog log) throws IOException {
    List<LogEntry> all = new ArrayList<>();
    long seq = 0;
    while (true) {
      long reached = log.read(seq, 500, group -> all.addAll(group.entries())).seq();
      if (reached == seq) {
        return all;
      }
      seq = reached;
    }
  }

  /** Makes a folder what another one is. */
  static void copy(Path from, Path to) throws IOException {
    delete(to);
    try (Stream<Path> files = Files.walk(from)) {
      files.forEach(
          file -> {
            try {
              Files.copy(
                  file,
                  to.resolve(from.relativize(file).toString()),
                  StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
