package dev.tarn.lucene.access;

import dev.tarn.core.policy.AssetCondition;
import dev.tarn.core.policy.AssetCondition.All;
import dev.tarn.core.policy.AssetCondition.Among;
import dev.tarn.core.policy.AssetCondition.Any;
import dev.tarn.core.policy.AssetCondition.Below;
import dev.tarn.core.policy.AssetCondition.Not;
import dev.tarn.core.policy.AssetCondition.Present;
import dev.tarn.core.policy.ConditionField;
import dev.tarn.lucene.search.SearchFields;
import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.index.TermsEnum.SeekStatus;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.StringHelper;
import org.jspecify.annotations.Nullable;

/** Finds the assets of one segment, replaced ones too, for which conditions hold. */
final class SegmentConditions {
  private final LeafReader leaf;
  private final ConditionTerms terms;
  private final FixedBitSet assets;
  private final @Nullable SmallSegment small;

  SegmentConditions(LeafReader leaf, SegmentFacts facts, ConditionTerms terms) {
    this.leaf = leaf;
    this.terms = terms;
    this.assets = facts.assets();
    this.small = facts.small();
  }

  /** Returns the documents of a segment that have a term, or had it when they were deleted. */
  static FixedBitSet having(LeafReader leaf, Term term) throws IOException {
    FixedBitSet found = new FixedBitSet(leaf.maxDoc());
    PostingsEnum postings = leaf.postings(term, PostingsEnum.NONE);
    if (postings != null) {
      found.or(postings);
    }
    return found;
  }

  /** Returns all assets; not to be changed. */
  FixedBitSet all() {
    return assets;
  }

  /** Returns the assets for which a condition holds, in bits of the caller's own. */
  FixedBitSet holding(AssetCondition condition) throws IOException {
    return switch (condition) {
      case Among among -> among(among);
      case Present(var field) -> present(field);
      case Below below -> below(below);
      case All(var conditions) -> {
        FixedBitSet all = assets.clone();
        for (AssetCondition one : conditions) {
          all.and(holding(one));
        }
        yield all;
      }
      case Any(var conditions) -> {
        FixedBitSet any = none();
        for (AssetCondition one : conditions) {
          any.or(holding(one));
        }
        yield any;
      }
      case Not(var other) -> {
        FixedBitSet rest = assets.clone();
        rest.andNot(holding(other));
        yield rest;
      }
    };
  }

  private FixedBitSet none() {
    return new FixedBitSet(leaf.maxDoc());
  }

  /**
   * Goes through the dictionary and the values at once, each skipping to where the other is: so
   * thousands of values cost little in a small segment.
   */
  private FixedBitSet among(Among among) throws IOException {
    FixedBitSet found = none();
    if (small != null) {
      small.among(leaf, ConditionTerms.indexed(among.field()), terms.of(among), found);
      found.and(assets);
      return found;
    }
    Terms dictionary = leaf.terms(ConditionTerms.indexed(among.field()));
    if (dictionary == null) {
      return found;
    }
    List<BytesRef> values = terms.of(among);
    TermsEnum each = dictionary.iterator();
    PostingsEnum postings = null;
    for (int next = 0; next < values.size(); ) {
      SeekStatus status = each.seekCeil(values.get(next));
      if (status == SeekStatus.END) {
        break;
      }
      if (status == SeekStatus.FOUND) {
        postings = each.postings(postings, PostingsEnum.NONE);
        found.or(postings);
        next++;
      } else {
        next = OrderedTerms.from(values, each.term());
      }
    }
    // Tombstones have a key.
    found.and(assets);
    return found;
  }

  private FixedBitSet present(ConditionField field) throws IOException {
    FixedBitSet found = none();
    switch (field) {
      case ID, TYPE, STATUS -> found.or(assets);
      case PLATFORM, WORKSPACE, DOMAIN ->
          add(found, DocValues.getSorted(leaf, ConditionTerms.indexed(field)));
      case OWNER, TAG, CLASSIFICATION, TERM ->
          add(found, DocValues.getSortedSet(leaf, ConditionTerms.indexed(field)));
    }
    return found;
  }

  private static void add(FixedBitSet found, DocIdSetIterator documents) throws IOException {
    for (int doc = documents.nextDoc();
        doc != DocIdSetIterator.NO_MORE_DOCS;
        doc = documents.nextDoc()) {
      found.set(doc);
    }
  }

  /** Finds the names in the column's dictionary, and then looks at each asset once. */
  private FixedBitSet below(Below below) throws IOException {
    if (small != null) {
      FixedBitSet found = none();
      small.below(leaf, terms.of(below), found);
      return found;
    }
    SortedDocValues orders = DocValues.getSorted(leaf, SearchFields.ORDER);
    FixedBitSet wanted = ordinals(orders, terms.of(below));
    FixedBitSet found = none();
    if (!wanted.scanIsEmpty()) {
      for (int doc = orders.nextDoc();
          doc != DocIdSetIterator.NO_MORE_DOCS;
          doc = orders.nextDoc()) {
        if (wanted.get(orders.ordValue())) {
          found.set(doc);
        }
      }
    }
    return found;
  }

  private static FixedBitSet ordinals(SortedDocValues orders, List<BytesRef> prefixes)
      throws IOException {
    int count = orders.getValueCount();
    FixedBitSet wanted = new FixedBitSet(count);
    TermsEnum each = orders.termsEnum();
    for (int next = 0; next < prefixes.size(); ) {
      BytesRef prefix = prefixes.get(next);
      if (each.seekCeil(prefix) == SeekStatus.END) {
        break;
      }
      if (StringHelper.startsWith(each.term(), prefix)) {
        int first = (int) each.ord();
        boolean last = each.seekCeil(after(prefix)) == SeekStatus.END;
        wanted.set(first, last ? count : (int) each.ord());
        next++;
      } else {
        next = OrderedTerms.containing(prefixes, each.term());
      }
    }
    return wanted;
  }

  /** Returns the least term that comes after all that begin with a prefix. */
  private static BytesRef after(BytesRef prefix) {
    // It ends in a 0 or a dot.
    BytesRef after = BytesRef.deepCopyOf(prefix);
    after.bytes[after.offset + after.length - 1]++;
    return after;
  }
}
