package dev.tarn.lucene.access;

import java.io.IOException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.ConstantScoreScorerSupplier;
import org.apache.lucene.search.ConstantScoreWeight;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the assets that are shown, to be required beside other queries of a reader that is
 * restricted. It changes no answer; but where few assets are shown, the postings of frequent words
 * are skipped from one of them to the next, instead of being read and thrown away.
 */
public final class ShownAssets extends Query {
  /** Where less than one in so many documents is shown, skipping is worth it. */
  private static final int FEW = 4;

  private static final ShownAssets QUERY = new ShownAssets();

  private ShownAssets() {}

  /** Returns the query if few assets are shown; null if it would not help. */
  public static @Nullable Query fewOf(DirectoryReader reader) {
    if (!(reader instanceof RestrictedReader)) {
      return null;
    }
    long shown = 0;
    for (LeafReaderContext leaf : reader.leaves()) {
      shown += ((RestrictedLeaf) leaf.reader()).shownAssets();
    }
    return shown * FEW < reader.maxDoc() ? QUERY : null;
  }

  @Override
  public Weight createWeight(IndexSearcher searcher, ScoreMode mode, float boost) {
    return new ConstantScoreWeight(this, boost) {
      @Override
      public @Nullable ScorerSupplier scorerSupplier(LeafReaderContext context) throws IOException {
        int documents = context.reader().maxDoc();
        FixedBitSet shown = ((RestrictedLeaf) context.reader()).shown();
        DocIdSetIterator assets =
            shown == null
                ? DocIdSetIterator.all(documents)
                : new BitSetIterator(shown, ((RestrictedLeaf) context.reader()).shownAssets());
        return ConstantScoreScorerSupplier.fromIterator(assets, score(), mode, documents);
      }

      @Override
      public boolean isCacheable(LeafReaderContext context) {
        return false;
      }
    };
  }

  @Override
  public void visit(QueryVisitor visitor) {
    visitor.visitLeaf(this);
  }

  @Override
  public String toString(String field) {
    return "shown";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ShownAssets;
  }

  @Override
  public int hashCode() {
    return classHash();
  }
}
