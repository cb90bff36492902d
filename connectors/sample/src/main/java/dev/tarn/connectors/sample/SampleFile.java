package dev.tarn.connectors.sample;

import dev.tarn.core.change.Change;
import dev.tarn.json.ChangeJson;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;

/** Writes changes as Tarn's NDJSON: one {@link ChangeJson} object per line. */
public final class SampleFile {
  private static final String USAGE =
      """
      usage: SampleFile company FILE [SEED]
             SampleFile scale FILE ASSETS [SEED]
      """;

  private SampleFile() {}

  /** Writes all changes and returns how many they were; does not close the stream. */
  public static long write(Iterator<Change> changes, OutputStream out) throws IOException {
    long lines = 0;
    while (changes.hasNext()) {
      out.write(ChangeJson.writeBytes(changes.next()));
      out.write('\n');
      lines++;
    }
    return lines;
  }

  /**
   * Writes a file: {@code company FILE [SEED]} or {@code scale FILE ASSETS [SEED]}. Ends with 2 if
   * the arguments are neither.
   */
  public static void main(String[] arguments) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    try {
      out.println(run(arguments) + " lines");
    } catch (IllegalArgumentException e) {
      out.println(e.getMessage());
      out.print(USAGE);
      System.exit(2);
    }
  }

  /** Writes the file that the arguments ask for. */
  static long run(String[] arguments) throws IOException {
    if (arguments.length < 2) {
      throw new IllegalArgumentException("what and where are missing");
    }
    Path file = Path.of(arguments[1]);
    Iterator<Change> changes =
        switch (arguments[0]) {
          case "company" -> SampleCompany.changes(seed(arguments, 2)).iterator();
          case "scale" -> {
            if (arguments.length < 3) {
              throw new IllegalArgumentException("the number of assets is missing");
            }
            yield new ScaleGenerator(seed(arguments, 3), Long.parseLong(arguments[2])).iterator();
          }
          default -> throw new IllegalArgumentException("not known: " + arguments[0]);
        };
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
      return write(changes, out);
    }
  }

  private static long seed(String[] arguments, int index) {
    return arguments.length > index ? Long.parseLong(arguments[index]) : SampleCompany.DEMO_SEED;
  }
}
