package dev.tarn.lucene.vector;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.scope.CommitId;
import java.io.Closeable;
import java.io.IOException;
import org.apache.lucene.index.DirectoryReader;

/** A view of the state index, whose documents of live assets have the hashes of their texts. */
public interface StateView extends Closeable {
  CommitId commit();

  DirectoryReader reader();

  /** Returns the asset of a document. */
  Asset asset(int doc) throws IOException;

  @Override
  void close();

  /** Opens views of the current state. */
  @FunctionalInterface
  interface Source {
    StateView acquire() throws IOException;
  }
}
