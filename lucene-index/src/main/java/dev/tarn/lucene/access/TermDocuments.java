package dev.tarn.lucene.access;

import java.io.IOException;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/**
 * Which documents of terms in one field are there.
 *
 * @param maxDoc one more than the last document of the segment
 * @param isWhole whether all documents of the segment are there
 * @param live null for all
 * @param shown assets that are there, unless they are deleted; null for all
 * @param masked documents that do not have the field; null for none
 */
record TermDocuments(
    int maxDoc,
    boolean isWhole,
    @Nullable Bits live,
    @Nullable FixedBitSet shown,
    @Nullable MaskedDocuments masked) {
  /** Returns what is needed to tell which documents are there. */
  int features(int wanted) {
    return masked != null && masked.asksFrequency() ? wanted | PostingsEnum.FREQS : wanted;
  }

  /** Returns the postings of a term without what is masked. */
  PostingsEnum postings(TermsEnum term, @Nullable PostingsEnum reuse, int flags)
      throws IOException {
    if (masked == null) {
      return term.postings(reuse, flags);
    }
    PostingsEnum used = reuse instanceof MaskedPostings known ? known.unwrap() : null;
    return new MaskedPostings(term.postings(used, features(flags)), masked);
  }

  /**
   * Goes to the next document that is there, and returns it.
   *
   * @param postings without what is masked
   */
  int next(PostingsEnum postings) throws IOException {
    int doc = nextShown(postings);
    while (doc != DocIdSetIterator.NO_MORE_DOCS && isDeleted(doc)) {
      doc = nextShown(postings);
    }
    return doc;
  }

  /** Returns whether a document that is shown was deleted. */
  boolean isDeleted(int doc) {
    return live != null && !live.get(doc);
  }

  /**
   * Goes to the next document that is shown, deleted or not, and returns it.
   *
   * @param postings without what is masked
   */
  int nextShown(PostingsEnum postings) throws IOException {
    int doc = postings.nextDoc();
    while (doc != DocIdSetIterator.NO_MORE_DOCS && shown != null && !shown.get(doc)) {
      // A frequent word may have many documents before the next that is there.
      int next =
          doc + 1 < shown.length() ? shown.nextSetBit(doc + 1) : DocIdSetIterator.NO_MORE_DOCS;
      doc = next == DocIdSetIterator.NO_MORE_DOCS ? next : postings.advance(next);
    }
    return doc;
  }
}
