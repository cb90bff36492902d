package dev.tarn.lucene;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** The texts that documents have in one field; otherwise as {@link NumberColumn}. */
final class TextColumn {
  private final List<LeafReaderContext> leaves;
  private final String field;
  private @Nullable LeafReaderContext leaf;
  private SortedDocValues values = DocValues.emptySorted();
  private int ordinal = -1;
  private String text = "";

  TextColumn(DirectoryReader reader, String field) {
    this.leaves = reader.leaves();
    this.field = field;
  }

  /** Returns the text of a document; null if it has none. */
  @Nullable String read(int doc) throws IOException {
    if (!seek(doc)) {
      return null;
    }
    // Neighbours often have the same one.
    int found = values.ordValue();
    if (found != ordinal) {
      text = values.lookupOrd(found).utf8ToString();
      ordinal = found;
    }
    return text;
  }

  /** Returns the value of a document, to be used before the next call; null if it has none. */
  @Nullable BytesRef bytes(int doc) throws IOException {
    return seek(doc) ? values.lookupOrd(values.ordValue()) : null;
  }

  private boolean seek(int doc) throws IOException {
    LeafReaderContext of = leaf;
    if (of == null || doc < of.docBase || doc >= of.docBase + of.reader().maxDoc()) {
      of = leaves.get(ReaderUtil.subIndex(doc, leaves));
      leaf = of;
      values = DocValues.getSorted(of.reader(), field);
      ordinal = -1;
    } else if (values.docID() == DocIdSetIterator.NO_MORE_DOCS
        || values.docID() > doc - of.docBase) {
      values = DocValues.getSorted(of.reader(), field);
    }
    return values.advanceExact(doc - of.docBase);
  }
}
