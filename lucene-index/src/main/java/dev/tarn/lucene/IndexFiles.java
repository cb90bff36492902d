package dev.tarn.lucene;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.lucene.store.Directory;

/** Where the files of one index are, for as long as it is open. */
interface IndexFiles extends Closeable {
  /** Returns the folder of the files. */
  Path folder();

  /** Opens the directory of the files. */
  Directory openDirectory() throws IOException;

  /** Makes this index the one that its branch is opened with from now on. */
  void makeCurrent() throws IOException;

  /** The index has closed its files. */
  @Override
  void close() throws IOException;
}
