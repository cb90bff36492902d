package dev.tarn.lucene.access;

import dev.tarn.core.policy.AssetAccess;
import dev.tarn.core.policy.AssetCondition;
import dev.tarn.core.policy.MaskedField;
import dev.tarn.lucene.search.SearchFields;
import dev.tarn.lucene.vector.TextHashes;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.DocValuesType;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/**
 * What an access shows of one segment: a matter of what the segment has, whatever of it has been
 * deleted since. Thread safe.
 */
final class SegmentAccess {
  private final @Nullable FixedBitSet shown;
  private final int shownAssets;
  private final FixedBitSet others;
  private final @Nullable KnownTerms known;
  private final Map<String, MaskedDocuments> masked;
  private volatile @Nullable Live newest;

  private SegmentAccess(
      @Nullable FixedBitSet shown,
      int shownAssets,
      SegmentFacts facts,
      Map<String, MaskedDocuments> masked) {
    this.shown = shown;
    this.shownAssets = shownAssets;
    this.others = facts.others();
    this.known = facts.small() == null ? new KnownTerms() : null;
    this.masked = Map.copyOf(masked);
  }

  /**
   * The documents that are there.
   *
   * @param view says what was deleted; null if that is not known
   * @param documents null for all
   */
  record Live(IndexReader.@Nullable CacheKey view, @Nullable Bits documents, int count) {}

  /**
   * @param facts of the segment, shared by all accesses
   */
  static SegmentAccess of(
      LeafReader leaf, AssetAccess access, ConditionTerms terms, SegmentFacts facts)
      throws IOException {
    SegmentConditions conditions = new SegmentConditions(leaf, facts, terms);
    FixedBitSet shown = conditions.holding(access.assets());
    boolean all = shown.equals(conditions.all());
    return new SegmentAccess(
        all ? null : shown, shown.cardinality(), facts, masked(leaf, access, conditions));
  }

  private static Map<String, MaskedDocuments> masked(
      LeafReader leaf, AssetAccess access, SegmentConditions conditions) throws IOException {
    Map<String, MaskedDocuments> masked = new HashMap<>();
    for (MaskedField field : MaskedField.values()) {
      AssetCondition hiding = access.hidden(field);
      if (hiding.equals(AssetCondition.NONE)) {
        continue;
      }
      FixedBitSet hidden = conditions.holding(hiding);
      if (hidden.scanIsEmpty()) {
        continue;
      }
      switch (field) {
        case DESCRIPTION -> addProse(masked, leaf, hidden);
        case OWNERS -> add(masked, leaf, SearchFields.OWNER, hidden);
        case TAGS -> add(masked, leaf, SearchFields.TAG, hidden);
        case CLASSIFICATIONS -> add(masked, leaf, SearchFields.CLASSIFICATION, hidden);
        case TERMS -> add(masked, leaf, SearchFields.TERM, hidden);
        case ATTRIBUTES -> {
          add(masked, leaf, SearchFields.ATTRIBUTE, hidden);
          addProse(masked, leaf, hidden);
          addSynonyms(masked, leaf, hidden);
        }
      }
    }
    return masked;
  }

  /** Descriptions and attributes have their words in the same fields: either hides them all. */
  private static void addProse(
      Map<String, MaskedDocuments> masked, LeafReader leaf, FixedBitSet hidden) throws IOException {
    FixedBitSet texts = new FixedBitSet(leaf.maxDoc());
    for (String prose : List.of(SearchFields.PROSE, SearchFields.PROSE_OF_PART)) {
      add(masked, leaf, prose, hidden);
      MaskedDocuments known = masked.get(prose);
      if (known != null) {
        texts.or(known.documents());
      }
    }
    merge(
        masked,
        SearchFields.WORD_OF_PART,
        new MaskedDocuments(new FixedBitSet(leaf.maxDoc()), hidden, false));
    // What a text means that is hidden is hidden as well.
    add(masked, leaf, TextHashes.FIELD, texts);
  }

  /** Synonyms are attributes, and are found as names are: then the names are not, either. */
  private static void addSynonyms(
      Map<String, MaskedDocuments> masked, LeafReader leaf, FixedBitSet hidden) throws IOException {
    FixedBitSet named =
        SegmentConditions.having(leaf, new Term(SearchFields.SYNONYMS, SearchFields.HAS_SYNONYMS));
    named.and(hidden);
    if (!named.scanIsEmpty()) {
      for (String field : SearchFields.OF_SYNONYMS) {
        add(masked, leaf, field, named);
      }
    }
  }

  private static void add(
      Map<String, MaskedDocuments> masked, LeafReader leaf, String field, FixedBitSet hidden)
      throws IOException {
    DocIdSetIterator having = having(leaf, field);
    FixedBitSet documents = hidden;
    if (having != null) {
      documents = new FixedBitSet(leaf.maxDoc());
      documents.or(having);
      documents.and(hidden);
    }
    if (!documents.scanIsEmpty()) {
      merge(masked, field, new MaskedDocuments(documents, null, having != null));
    }
  }

  private static void merge(
      Map<String, MaskedDocuments> masked, String field, MaskedDocuments documents) {
    MaskedDocuments known = masked.get(field);
    masked.put(field, known == null ? documents : known.with(documents));
  }

  /** Returns the documents that have a field; null if there is no column that says so. */
  private static @Nullable DocIdSetIterator having(LeafReader leaf, String field)
      throws IOException {
    FieldInfo info = leaf.getFieldInfos().fieldInfo(field);
    if (info == null) {
      return DocIdSetIterator.empty();
    }
    if (info.hasNorms()) {
      return leaf.getNormValues(field);
    }
    return info.getDocValuesType() == DocValuesType.NONE
        ? null
        : DocValues.getSortedSet(leaf, field);
  }

  /** Returns which assets are there, whether they have been deleted or not; null for all. */
  @Nullable FixedBitSet shown() {
    return shown;
  }

  /** Returns how many assets are there, whether they have been deleted or not. */
  int shownAssets() {
    return shownAssets;
  }

  void forgetTerms() {
    if (known != null) {
      known.clear();
    }
  }

  /** Returns what was found out of terms; null of a segment of few documents. */
  @Nullable KnownTerms known() {
    return known;
  }

  /** Returns the documents that do not have a field; null if nothing of it is hidden. */
  @Nullable MaskedDocuments masked(String field) {
    return masked.get(field);
  }

  /** Returns the documents that are there and not deleted. */
  Live live(LeafReader leaf) throws IOException {
    if (shown == null) {
      return new Live(null, leaf.getLiveDocs(), leaf.numDocs());
    }
    IndexReader.CacheHelper view = leaf.getReaderCacheHelper();
    Live known = newest;
    if (known != null && view != null && view.getKey().equals(known.view())) {
      return known;
    }
    FixedBitSet live = others.clone();
    live.or(shown);
    Bits undeleted = leaf.getLiveDocs();
    if (undeleted != null) {
      undeleted.applyMask(live, 0);
    }
    Live found =
        new Live(view == null ? null : view.getKey(), live.asReadOnlyBits(), live.cardinality());
    newest = found;
    return found;
  }

  /** Returns about how much memory this takes, once it was asked what is live. */
  long bytes() {
    long bytes = shown == null ? 0 : 2 * shown.ramBytesUsed();
    bytes += known == null ? 0 : known.bytes();
    for (MaskedDocuments documents : masked.values()) {
      bytes += documents.bytes();
    }
    return bytes;
  }
}
