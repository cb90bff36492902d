package dev.tarn.benchmarks;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where benchmarks put their files. */
public final class WorkFolder {
  @Option(
      names = "--work",
      description = "Folder for data and generated input. Default: ${DEFAULT-VALUE}.",
      defaultValue = "benchmarks/target/work")
  private Path work = Path.of("");

  /** Returns the folder of a name, with what is there. */
  public Path folder(String name) throws IOException {
    return Files.createDirectories(work.resolve(name)).toAbsolutePath();
  }

  /** Returns the folder of a name; what was there before is deleted. */
  public Path fresh(String name) throws IOException {
    delete(work.resolve(name));
    return folder(name);
  }

  /** Deletes the folder of a name. */
  public void delete(String name) throws IOException {
    delete(work.resolve(name));
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
