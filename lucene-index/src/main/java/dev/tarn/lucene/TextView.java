package dev.tarn.lucene;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.scope.CommitId;
import dev.tarn.json.EntityJson;
import dev.tarn.lucene.vector.StateView;
import java.io.IOException;
import org.apache.lucene.index.DirectoryReader;

/** What vectors need of a view. */
final class TextView implements StateView {
  private final IndexView view;
  private final DocumentLookup lookup;

  /**
   * @param view a reference to it is given back on close
   */
  TextView(IndexView view) throws IOException {
    this.view = view;
    this.lookup = new DocumentLookup(view.reader());
  }

  @Override
  public CommitId commit() {
    return view.offset().commit();
  }

  @Override
  public DirectoryReader reader() {
    return view.reader();
  }

  @Override
  public Asset asset(int doc) throws IOException {
    byte[] source = lookup.stored(doc, Fields.SOURCE);
    if (source == null) {
      throw new IOException("a document of the index has no source");
    }
    return (Asset) EntityJson.read(EntityKind.ASSET, source);
  }

  @Override
  public void close() {
    view.release();
  }
}
