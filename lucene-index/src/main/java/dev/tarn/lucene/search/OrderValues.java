package dev.tarn.lucene.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;

/** The orders of assets: their qualified names and ids. */
final class OrderValues {
  private static final int MAX_SAME_NAMES = 64;

  private final List<LeafReaderContext> leaves;

  OrderValues(IndexSearcher searcher) {
    this.leaves = searcher.getLeafContexts();
  }

  /** Returns the order of a document that is a live asset. */
  BytesRef of(int document) throws IOException {
    return value(SearchFields.ORDER, document);
  }

  /** Returns the type of a document that is a live asset. */
  String type(int document) throws IOException {
    return value(SearchFields.TYPE, document).utf8ToString();
  }

  private BytesRef value(String field, int document) throws IOException {
    LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(document, leaves));
    SortedDocValues values = DocValues.getSorted(leaf.reader(), field);
    if (!values.advanceExact(document - leaf.docBase)) {
      throw new IOException("an asset in the index has no " + field);
    }
    return BytesRef.deepCopyOf(values.lookupOrd(values.ordValue()));
  }

  /** Returns the document with an order; -1 if there is none. */
  int document(BytesRef order) throws IOException {
    for (LeafReaderContext leaf : leaves) {
      Terms terms = leaf.reader().terms(SearchFields.ORDER);
      if (terms != null) {
        TermsEnum found = terms.iterator();
        int doc = found.seekExact(order) ? live(leaf, found) : DocIdSetIterator.NO_MORE_DOCS;
        if (doc != DocIdSetIterator.NO_MORE_DOCS) {
          return leaf.docBase + doc;
        }
      }
    }
    return -1;
  }

  /** Returns the first document of a term that is there. */
  private static int live(LeafReaderContext leaf, TermsEnum term) throws IOException {
    Bits live = leaf.reader().getLiveDocs();
    PostingsEnum docs = term.postings(null, PostingsEnum.NONE);
    int doc = docs.nextDoc();
    while (live != null && doc != DocIdSetIterator.NO_MORE_DOCS && !live.get(doc)) {
      doc = docs.nextDoc();
    }
    return doc;
  }

  /** Returns the orders of assets with a qualified name. */
  List<BytesRef> named(String qualifiedName) throws IOException {
    BytesRef prefix = new BytesRef(qualifiedName + '\0');
    List<BytesRef> orders = new ArrayList<>();
    for (LeafReaderContext leaf : leaves) {
      Terms terms = leaf.reader().terms(SearchFields.ORDER);
      if (terms == null) {
        continue;
      }
      TermsEnum each = terms.iterator();
      if (each.seekCeil(prefix) == TermsEnum.SeekStatus.END) {
        continue;
      }
      for (BytesRef term = each.term();
          term != null && StringHelper.startsWith(term, prefix) && orders.size() < MAX_SAME_NAMES;
          term = each.next()) {
        if (live(leaf, each) != DocIdSetIterator.NO_MORE_DOCS) {
          orders.add(BytesRef.deepCopyOf(term));
        }
      }
    }
    return orders;
  }
}
