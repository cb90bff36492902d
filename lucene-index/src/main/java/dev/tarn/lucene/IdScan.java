package dev.tarn.lucene;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.RelationshipId;
import java.io.IOException;
import java.util.function.Consumer;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.StringHelper;

/** Goes through the ids of all that a view has, tombstones included, and reads no source. */
final class IdScan {
  private IdScan() {}

  /** Hands over the id of each asset. */
  static void assets(DirectoryReader reader, Consumer<AssetId> consumer) throws IOException {
    for (LeafReaderContext leaf : reader.leaves()) {
      assets(leaf.reader(), consumer);
    }
  }

  private static void assets(LeafReader leaf, Consumer<AssetId> consumer) throws IOException {
    Terms terms = leaf.terms(Fields.KEY);
    if (terms == null) {
      return;
    }
    FixedBitSet stubs = stubs(leaf);
    Bits live = leaf.getLiveDocs();
    TermsEnum keys = terms.iterator();
    PostingsEnum docs = null;
    BytesRef key =
        keys.seekCeil(Fields.ASSET_KEYS) == TermsEnum.SeekStatus.END ? null : keys.term();
    while (key != null && StringHelper.startsWith(key, Fields.ASSET_KEYS)) {
      docs = keys.postings(docs, PostingsEnum.NONE);
      for (int doc = docs.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = docs.nextDoc()) {
        if ((live == null || live.get(doc)) && !stubs.get(doc)) {
          consumer.accept(Fields.assetId(key));
        }
      }
      key = keys.next();
    }
  }

  /** Returns the documents that only say that an edge ends there. */
  private static FixedBitSet stubs(LeafReader leaf) throws IOException {
    FixedBitSet stubs = new FixedBitSet(leaf.maxDoc());
    Terms terms = leaf.terms(Fields.STUB);
    if (terms != null) {
      TermsEnum each = terms.iterator();
      PostingsEnum docs = null;
      while (each.next() != null) {
        docs = each.postings(docs, PostingsEnum.NONE);
        stubs.or(docs);
      }
    }
    return stubs;
  }

  /** Hands over the id of each relationship. */
  static void relationships(
      DirectoryReader reader, EdgeReader edges, Consumer<RelationshipId> consumer)
      throws IOException {
    for (LeafReaderContext leaf : reader.leaves()) {
      Bits live = leaf.reader().getLiveDocs();
      NumericDocValues ends = DocValues.getNumeric(leaf.reader(), Fields.SOURCE_NODE);
      for (int doc = ends.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = ends.nextDoc()) {
        if (live == null || live.get(doc)) {
          consumer.accept(edges.id(leaf.docBase + doc));
        }
      }
    }
  }
}
