package dev.tarn.lucene;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.lucene.util.IOUtils;

/**
 * The files of a branch's folder; see {@link BranchFolders}, which lets one thread in at a time.
 */
final class Generations {
  static final String POINTER = "current";
  private static final String NEW_POINTER = "current.new";
  private static final Pattern GENERATION = Pattern.compile("g[1-9][0-9]{0,17}");

  /** What nobody can find: in the making, or made for the readers of a process that has ended. */
  private static final Pattern PASSING = Pattern.compile("t[1-9][0-9]{0,17}|m[0-9].*");

  /** An index right in the branch's folder, as there were before there were generations. */
  private static final Pattern OLD_INDEX = Pattern.compile("(_|segments|pending_segments).*");

  private Generations() {}

  static boolean isGeneration(String name) {
    return GENERATION.matcher(name).matches();
  }

  /** Returns the generation that is the branch's index. */
  static Optional<String> current(Path branch) throws IOException {
    try {
      String name = Files.readString(branch.resolve(POINTER), StandardCharsets.US_ASCII).strip();
      return Optional.of(name)
          .filter(Generations::isGeneration)
          .filter(generation -> Files.isDirectory(branch.resolve(generation)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  static void point(Path branch, String name) throws IOException {
    Path written = branch.resolve(NEW_POINTER);
    Files.writeString(written, name + "\n", StandardCharsets.US_ASCII);
    IOUtils.fsync(written, false);
    Files.move(
        written,
        branch.resolve(POINTER),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    IOUtils.fsync(branch, true);
  }

  /** Creates an empty folder that is numbered after all of its kind. */
  static String create(Path branch, char kind) throws IOException {
    long last = 0;
    for (Path folder : list(branch)) {
      String name = folder.getFileName().toString();
      if (name.charAt(0) == kind && (isGeneration(name) || PASSING.matcher(name).matches())) {
        last = Math.max(last, Long.parseLong(name.substring(1)));
      }
    }
    String name = kind + Long.toString(last + 1);
    Files.createDirectory(branch.resolve(name));
    return name;
  }

  static void removeLeftovers(Path branch, String current, Set<String> used) throws IOException {
    Files.deleteIfExists(branch.resolve(NEW_POINTER));
    for (Path file : list(branch)) {
      String name = file.getFileName().toString();
      if (OLD_INDEX.matcher(name).matches()) {
        Files.delete(file);
      } else if ((isGeneration(name) || PASSING.matcher(name).matches())
          && !name.equals(current)
          && !used.contains(name)) {
        delete(file);
      }
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  /** Deletes a folder; one that is not there is none. */
  static void delete(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files = walk.sorted(Comparator.reverseOrder()).toList();
    } catch (NoSuchFileException e) {
      return;
    }
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
  }
}
