package dev.tarn.iceberg.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes files survive the loss of power. A new file is safe only when its content and the directory
 * entry that names it are.
 */
public final class FileSync {
  private FileSync() {}

  /** Forces a file's content. */
  public static void file(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /** Forces the entries of a directory. */
  public static void directory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Forces files, then each of their directories once. A file that is gone needs no sync. */
  public static void all(Collection<Path> files) throws IOException {
    Set<Path> directories = new LinkedHashSet<>();
    for (Path file : files) {
      if (fileIfPresent(file)) {
        directories.add(file.toAbsolutePath().getParent());
      }
    }
    for (Path directory : directories) {
      directory(directory);
    }
  }

  /** Creates a directory and its missing parents, and makes their entries safe. */
  public static void createDirectories(Path directory) throws IOException {
    Deque<Path> missing = new ArrayDeque<>();
    Path next = directory.toAbsolutePath().normalize();
    while (next != null && !Files.isDirectory(next)) {
      missing.push(next);
      next = next.getParent();
    }
    if (missing.isEmpty()) {
      return;
    }
    Files.createDirectories(directory);
    for (Path created : missing) {
      Path parent = created.getParent();
      if (parent != null) {
        directory(parent);
      }
    }
  }

  /** Replaces a small file's content: readers, and a crash, see the old content or the new. */
  public static void replace(Path file, byte[] content) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path directory = absolute.getParent();
    if (directory == null) {
      throw new IOException("not a file: " + file);
    }
    createDirectories(directory);
    Path temporary = Files.createTempFile(directory, absolute.getFileName() + ".", ".tmp");
    boolean done = false;
    try {
      Files.write(temporary, content);
      file(temporary);
      Files.move(
          temporary, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      done = true;
    } finally {
      if (!done) {
        Files.deleteIfExists(temporary);
      }
    }
    directory(directory);
  }

  /** Forces every file under a directory, and the directories; for stores that do not sync. */
  public static void tree(@Nullable Path root) throws IOException {
    if (root == null || !Files.isDirectory(root)) {
      return;
    }
    List<Path> directories = new ArrayList<>();
    List<Path> files = new ArrayList<>();
    try (var walk = Files.walk(root)) {
      walk.forEach(path -> (Files.isDirectory(path) ? directories : files).add(path));
    }
    for (Path file : files) {
      var unused = fileIfPresent(file);
    }
    for (Path directory : directories) {
      directory(directory);
    }
  }

  private static boolean fileIfPresent(Path file) throws IOException {
    try {
      file(file);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
