package dev.tarn.benchmarks.vectors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.lucene.index.IndexFileNames;

/** The files of an index of vectors. */
record VectorFiles(Path folder) {
  long bytes() throws IOException {
    long bytes = 0;
    for (Path file : all()) {
      bytes += Files.size(file);
    }
    return bytes;
  }

  long segments() throws IOException {
    return all().stream().filter(file -> file.toString().endsWith(".si")).count();
  }

  /** Returns the files of segments by name, each with what changes when it is written again. */
  Map<String, String> written() throws IOException {
    Map<String, String> written = new TreeMap<>();
    for (Path file : all()) {
      String name = file.getFileName().toString();
      if (!name.startsWith(IndexFileNames.SEGMENTS) && name.startsWith("_")) {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        written.put(
            name,
            attributes.fileKey() + " " + attributes.size() + " " + attributes.lastModifiedTime());
      }
    }
    return written;
  }

  private java.util.List<Path> all() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
