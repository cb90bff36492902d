package dev.tarn.iceberg.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;

/**
 * The files of one commit: remembers what is written and syncs it when told to, all files at once
 * and each directory once. Also deletes them all when the commit came to nothing. Thread safe.
 */
public final class DeferredSyncFileIO implements FileIO {
  private static final long serialVersionUID = 1L;

  private final LocalFileIO files = new LocalFileIO();
  private final transient Set<Path> written = new LinkedHashSet<>();

  @Override
  public InputFile newInputFile(String location) {
    return files.newInputFile(location);
  }

  @Override
  public InputFile newInputFile(String location, long length) {
    return files.newInputFile(location, length);
  }

  @Override
  public OutputFile newOutputFile(String location) {
    return new LocalOutputFile(location, this::remember);
  }

  private void remember(Path file) {
    synchronized (written) {
      written.add(file);
    }
  }

  @Override
  public void deleteFile(String location) {
    synchronized (written) {
      written.remove(LocalFileIO.path(location));
    }
    files.deleteFile(location);
  }

  @Override
  public Map<String, String> properties() {
    return files.properties();
  }

  /** Returns the files written and not deleted, in the order of writing. */
  public List<Path> written() {
    synchronized (written) {
      return new ArrayList<>(written);
    }
  }

  /** Syncs what was written. */
  public void sync() throws IOException {
    FileSync.all(written());
  }

  /** Deletes what was written: nothing refers to it, nor ever will. */
  public void discard() {
    written().forEach(file -> deleteFile(LocalFileIO.location(file)));
  }
}
