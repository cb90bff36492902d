package dev.tarn.rest.table;

import java.util.Map;
import java.util.function.Consumer;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;

/**
 * Files to read, of which each is checked before. A table's metadata names what its engine has
 * written in it: to follow that anywhere would be to read for one tenant what is another's.
 */
final class ReadableFiles implements FileIO {
  private static final long serialVersionUID = 1L;

  private final FileIO files;
  private final transient Consumer<String> check;

  /**
   * @param check refuses a location
   */
  ReadableFiles(FileIO files, Consumer<String> check) {
    this.files = files;
    this.check = check;
  }

  @Override
  public InputFile newInputFile(String location) {
    check.accept(location);
    return files.newInputFile(location);
  }

  @Override
  public InputFile newInputFile(String location, long length) {
    check.accept(location);
    return files.newInputFile(location, length);
  }

  @Override
  public OutputFile newOutputFile(String location) {
    throw new UnsupportedOperationException("only to read");
  }

  @Override
  public void deleteFile(String location) {
    throw new UnsupportedOperationException("only to read");
  }

  @Override
  public Map<String, String> properties() {
    return Map.of();
  }
}
