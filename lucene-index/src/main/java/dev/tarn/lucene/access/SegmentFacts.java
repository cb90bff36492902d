package dev.tarn.lucene.access;

import dev.tarn.core.asset.EntityKind;
import dev.tarn.lucene.search.SearchFields;
import java.io.IOException;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/**
 * What of a segment is the same for all accesses.
 *
 * @param assets the documents that are assets which are, or were, live; not to be changed
 * @param others the documents that are no assets: everybody has them; not to be changed
 * @param small its dictionaries; null of a segment of many documents
 */
record SegmentFacts(FixedBitSet assets, FixedBitSet others, @Nullable SmallSegment small) {
  static SegmentFacts of(LeafReader leaf) throws IOException {
    FixedBitSet assets =
        SegmentConditions.having(leaf, new Term(SearchFields.KIND, EntityKind.ASSET.code()));
    FixedBitSet others = assets.clone();
    others.flip(0, others.length());
    return new SegmentFacts(
        assets, others, leaf.maxDoc() > SmallSegment.MAX_DOCUMENTS ? null : new SmallSegment());
  }
}
