package dev.tarn.lucene;

import dev.tarn.core.asset.AssetId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.jspecify.annotations.Nullable;

/**
 * The references that documents have in one field, each once; otherwise as {@link NumberColumn}.
 */
final class IdSetColumn {
  private final List<LeafReaderContext> leaves;
  private final String field;
  private @Nullable LeafReaderContext leaf;
  private SortedSetDocValues values = DocValues.emptySortedSet();

  IdSetColumn(DirectoryReader reader, String field) {
    this.leaves = reader.leaves();
    this.field = field;
  }

  List<AssetId> read(int doc) throws IOException {
    LeafReaderContext of = leaf;
    if (of == null || doc < of.docBase || doc >= of.docBase + of.reader().maxDoc()) {
      of = leaves.get(ReaderUtil.subIndex(doc, leaves));
      leaf = of;
      values = DocValues.getSortedSet(of.reader(), field);
    } else if (values.docID() == DocIdSetIterator.NO_MORE_DOCS
        || values.docID() > doc - of.docBase) {
      values = DocValues.getSortedSet(of.reader(), field);
    }
    if (!values.advanceExact(doc - of.docBase)) {
      return List.of();
    }
    List<AssetId> ids = new ArrayList<>(values.docValueCount());
    for (int i = values.docValueCount(); i > 0; i--) {
      ids.add(Fields.assetId(values.lookupOrd(values.nextOrd())));
    }
    return ids;
  }
}
