package dev.tarn.lucene.access;

import dev.tarn.lucene.search.SearchFields;
import java.io.IOException;
import org.apache.lucene.index.FilterLeafReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.index.Terms;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/**
 * A segment without the assets that are hidden, and without the fields that are hidden of others.
 * Points, skip lists and stored fields are whole: there are none of fields that can be hidden but
 * the source, of which the reader takes away what is.
 */
final class RestrictedLeaf extends FilterLeafReader {
  private final SegmentAccess access;
  private final @Nullable Bits live;
  private final int count;

  RestrictedLeaf(LeafReader in, SegmentAccess access, SegmentAccess.Live live) {
    super(in);
    this.access = access;
    this.live = live.documents();
    this.count = live.count();
  }

  /** Returns which assets are there, whether they have been deleted or not; null for all. */
  @Nullable FixedBitSet shown() {
    return access.shown();
  }

  /** Returns how many assets are there, whether they have been deleted or not. */
  int shownAssets() {
    return access.shownAssets();
  }

  @Override
  public @Nullable Bits getLiveDocs() {
    return live;
  }

  @Override
  public int numDocs() {
    return count;
  }

  /** The names of an asset's columns are not there: some of the columns may be hidden. */
  @Override
  public @Nullable Terms terms(String field) throws IOException {
    if (SearchFields.OF_COLUMNS.contains(field)) {
      return null;
    }
    Terms terms = in.terms(field);
    MaskedDocuments masked = access.masked(field);
    if (terms == null
        || (masked == null && (live == null || !SearchFields.DICTIONARIES.contains(field)))) {
      return terms;
    }
    return new ShownTerms(
        terms,
        field,
        new TermDocuments(maxDoc(), !hasDeletions(), live, access.shown(), masked),
        access.known());
  }

  @Override
  public @Nullable SortedSetDocValues getSortedSetDocValues(String field) throws IOException {
    SortedSetDocValues values = in.getSortedSetDocValues(field);
    MaskedDocuments masked = access.masked(field);
    return values == null || masked == null ? values : new MaskedSetValues(values, masked);
  }

  @Override
  public @Nullable SortedDocValues getSortedDocValues(String field) throws IOException {
    SortedDocValues values = in.getSortedDocValues(field);
    MaskedDocuments masked = access.masked(field);
    return values == null || masked == null ? values : new MaskedValues(values, masked);
  }

  @Override
  public @Nullable NumericDocValues getNormValues(String field) throws IOException {
    NumericDocValues norms = in.getNormValues(field);
    MaskedDocuments masked = access.masked(field);
    return norms == null || masked == null ? norms : new MaskedNorms(norms, masked);
  }

  @Override
  public @Nullable CacheHelper getCoreCacheHelper() {
    return null;
  }

  @Override
  public @Nullable CacheHelper getReaderCacheHelper() {
    return null;
  }
}
