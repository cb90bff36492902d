package dev.tarn.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.server.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills writers at every step, one after the other on the same data, and checks after each that
 * nothing acknowledged is lost, nothing is doubled, and log, index, tables and history agree.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
final class CrashTest {
  private static final int ACKS_BEFORE_KILL = 60;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  @Test
  void nothingAcknowledgedIsLostWhereverAWriterDies() throws Exception {
    Random random = new Random(20260131);
    Path acks = Files.createFile(folder.resolve("acks"));
    for (CrashPoint point : CrashPoint.values()) {
      int times = 1 + random.nextInt(timesBefore(point));
      int found = run(point, times, random.nextLong(), acks);
      assertThat(found).as("acknowledged before %s, pass %d", point, times).isNotNegative();
    }
    assertThat(Files.readAllLines(acks)).hasSizeGreaterThan(3 * ACKS_BEFORE_KILL);
  }

  /** Steps of every commit are passed many times, those of housekeeping a few. */
  private static int timesBefore(CrashPoint point) {
    return switch (point) {
      case BEFORE_TABLES, AFTER_TABLES, BEFORE_MAINTENANCE, AFTER_MAINTENANCE -> 3;
      default -> 30;
    };
  }

  private int run(CrashPoint point, int times, long seed, Path acks)
      throws IOException, InterruptedException {
    Path log = folder.resolve(point + ".log");
    List<String> command = new ArrayList<>(ChildJvm.command(CrashChild.class));
    command.addAll(
        List.of(
            folder.resolve("data").toString(),
            acks.toString(),
            point.name(),
            Integer.toString(times),
            Long.toString(seed)));
    Process child = new ProcessBuilder(command).redirectError(log.toFile()).start();
    boolean checked = false;
    List<String> written = new ArrayList<>();
    try (BufferedReader output = child.inputReader()) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        checked |= line.startsWith(CrashChild.CHECKED);
        if (Ack.parse(line).isPresent()) {
          written.add(line);
        }
        if (point == CrashPoint.ANY_TIME && written.size() >= ACKS_BEFORE_KILL) {
          child.descendants().forEach(ProcessHandle::destroyForcibly);
          // Not through Process, which would close the pipe with acknowledgements in it.
          child.toHandle().destroyForcibly();
        }
      }
    } finally {
      child.destroyForcibly();
    }
    int status = child.waitFor();
    assertThat(checked).as("%s found the data whole; see %s", point, log).isTrue();
    assertThat(status)
        .as("%s ended; see %s", point, log)
        .isEqualTo(point == CrashPoint.NEVER ? 0 : CrashChild.KILLED);
    Files.write(acks, written, StandardOpenOption.APPEND);
    return written.size();
  }
}
