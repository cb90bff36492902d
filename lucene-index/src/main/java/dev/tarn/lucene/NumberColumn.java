package dev.tarn.lucene;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.DocIdSetIterator;
import org.jspecify.annotations.Nullable;

/**
 * The numbers that documents have in one field. Any document may be asked for; going forward is
 * cheap, going back opens the segment's column again. Not thread safe.
 */
final class NumberColumn {
  private final List<LeafReaderContext> leaves;
  private final String field;
  private @Nullable LeafReaderContext leaf;
  private NumericDocValues values = DocValues.emptyNumeric();

  NumberColumn(DirectoryReader reader, String field) {
    this.leaves = reader.leaves();
    this.field = field;
  }

  /** Returns the number of a document; {@code absent} if it has none. */
  long read(int doc, long absent) throws IOException {
    LeafReaderContext of = leaf;
    if (of == null || doc < of.docBase || doc >= of.docBase + of.reader().maxDoc()) {
      of = leaves.get(ReaderUtil.subIndex(doc, leaves));
      leaf = of;
      values = DocValues.getNumeric(of.reader(), field);
    } else if (values.docID() == DocIdSetIterator.NO_MORE_DOCS
        || values.docID() > doc - of.docBase) {
      values = DocValues.getNumeric(of.reader(), field);
    }
    return values.advanceExact(doc - of.docBase) ? values.longValue() : absent;
  }
}
