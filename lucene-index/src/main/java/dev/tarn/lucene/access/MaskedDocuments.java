package dev.tarn.lucene.access;

import dev.tarn.lucene.search.SearchFields;
import java.io.IOException;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/**
 * Documents of a segment of which a field is hidden.
 *
 * @param documents have no term in it
 * @param prose have those terms in it only that are not of prose alone; null for none
 * @param counted whether all of the documents have the field, if it is not masked
 */
record MaskedDocuments(FixedBitSet documents, @Nullable FixedBitSet prose, boolean counted) {
  /** Returns these and others of the same field. */
  MaskedDocuments with(MaskedDocuments other) {
    FixedBitSet both = documents.clone();
    both.or(other.documents);
    FixedBitSet words = prose == null ? other.prose : prose.clone();
    if (prose != null && words != null && other.prose != null) {
      words.or(other.prose);
    }
    return new MaskedDocuments(both, words, counted && other.counted);
  }

  /** Returns whether a document does not have the field. */
  boolean hides(int document) {
    return documents.get(document);
  }

  /** Returns whether the document at which postings are does not have their term. */
  boolean hidesCurrent(PostingsEnum postings) throws IOException {
    int document = postings.docID();
    return documents.get(document)
        || (prose != null
            && prose.get(document)
            && postings.freq() <= SearchFields.PROSE_FREQUENCY);
  }

  /** Returns the first document from where values are on that has the field, and goes there. */
  int nextValue(DocIdSetIterator values, int first) throws IOException {
    int document = first;
    while (document != DocIdSetIterator.NO_MORE_DOCS && hides(document)) {
      document = values.nextDoc();
    }
    return document;
  }

  /** Returns the first document from where postings are on that has the term, and goes there. */
  int nextPosting(PostingsEnum postings, int first) throws IOException {
    int document = first;
    while (document != DocIdSetIterator.NO_MORE_DOCS && hidesCurrent(postings)) {
      document = postings.nextDoc();
    }
    return document;
  }

  /** Returns whether it matters how often a document has a term. */
  boolean asksFrequency() {
    return prose != null;
  }

  /** Returns how many documents of so many have the field. */
  int left(int all) {
    return counted ? all - documents.cardinality() : all;
  }

  long bytes() {
    return documents.ramBytesUsed() + (prose == null ? 0 : prose.ramBytesUsed());
  }
}
