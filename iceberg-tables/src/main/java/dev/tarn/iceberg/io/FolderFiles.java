package dev.tarn.iceberg.io;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.function.Predicate;

/** The files of a folder and of those in it, while others may write and delete. */
public final class FolderFiles {
  private FolderFiles() {}

  /** Whether links are gone through. */
  public enum Links {
    FOLLOWED,
    FILES
  }

  /** Takes a file. */
  @FunctionalInterface
  public interface Sink {
    void file(Path file, BasicFileAttributes attributes) throws IOException;
  }

  /**
   * Visits all files; none if there is no such folder. What goes while it is looked at is not
   * there.
   *
   * @param entered which folders are looked into
   */
  public static void each(Path root, Links links, Predicate<Path> entered, Sink sink)
      throws IOException {
    if (!Files.isDirectory(root)) {
      return;
    }
    var unused =
        Files.walkFileTree(
            root,
            links == Links.FOLLOWED
                ? EnumSet.of(FileVisitOption.FOLLOW_LINKS)
                : EnumSet.noneOf(FileVisitOption.class),
            Integer.MAX_VALUE,
            new SimpleFileVisitor<>() {
              @Override
              public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes any) {
                return entered.test(folder)
                    ? FileVisitResult.CONTINUE
                    : FileVisitResult.SKIP_SUBTREE;
              }

              @Override
              public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                  throws IOException {
                try {
                  sink.file(file, attributes);
                } catch (NoSuchFileException e) {
                  if (Files.exists(file)) {
                    throw e;
                  }
                }
                return FileVisitResult.CONTINUE;
              }

              @Override
              public FileVisitResult visitFileFailed(Path file, IOException failure)
                  throws IOException {
                if (failure instanceof NoSuchFileException) {
                  return FileVisitResult.CONTINUE;
                }
                throw failure;
              }
            });
  }
}
