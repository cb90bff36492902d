package dev.tarn.lucene;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.apache.lucene.store.Directory;

/** How much the files of a directory take, which may change while they are counted. */
final class DirectorySize {
  private DirectorySize() {}

  static long bytes(Directory directory) throws IOException {
    long bytes = 0;
    for (String file : directory.listAll()) {
      bytes += bytes(directory, file);
    }
    return bytes;
  }

  private static long bytes(Directory directory, String file) throws IOException {
    try {
      return directory.fileLength(file);
    } catch (NoSuchFileException | FileNotFoundException e) {
      // Merged away since it was listed.
      return 0;
    }
  }
}
