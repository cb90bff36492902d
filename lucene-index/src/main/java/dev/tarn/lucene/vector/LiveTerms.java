package dev.tarn.lucene.vector;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** The terms of a field that live documents have, over all segments, in order. */
final class LiveTerms {
  private final List<Segment> segments = new ArrayList<>();
  private @Nullable BytesRef term;
  private int document = DocIdSetIterator.NO_MORE_DOCS;

  private static final class Segment {
    private final LeafReaderContext leaf;
    private final TermsEnum terms;
    private @Nullable PostingsEnum postings;
    private @Nullable BytesRef current;
    private int document;

    Segment(LeafReaderContext leaf, TermsEnum terms) {
      this.leaf = leaf;
      this.terms = terms;
    }

    void seek(BytesRef from) throws IOException {
      current = terms.seekCeil(from) == TermsEnum.SeekStatus.END ? null : terms.term();
      skipDead();
    }

    void next() throws IOException {
      current = terms.next();
      skipDead();
    }

    private void skipDead() throws IOException {
      while (current != null) {
        postings = terms.postings(postings, PostingsEnum.NONE);
        document = firstLive(postings, leaf.reader().getLiveDocs());
        if (document != DocIdSetIterator.NO_MORE_DOCS) {
          return;
        }
        current = terms.next();
      }
    }
  }

  /** Begins before the first term from {@code from} on. */
  LiveTerms(IndexReader reader, String field, BytesRef from) throws IOException {
    for (LeafReaderContext leaf : reader.leaves()) {
      Terms terms = leaf.reader().terms(field);
      if (terms != null) {
        Segment segment = new Segment(leaf, terms.iterator());
        segment.seek(from);
        segments.add(segment);
      }
    }
  }

  /** Returns the first of some documents that is live, or {@code NO_MORE_DOCS}. */
  static int firstLive(PostingsEnum postings, @Nullable Bits live) throws IOException {
    int doc = postings.nextDoc();
    while (live != null && doc != DocIdSetIterator.NO_MORE_DOCS && !live.get(doc)) {
      doc = postings.nextDoc();
    }
    return doc;
  }

  /** Goes to the next term; null at the end. */
  @Nullable BytesRef next() throws IOException {
    BytesRef least = null;
    for (Segment segment : segments) {
      if (segment.current != null && (least == null || segment.current.compareTo(least) < 0)) {
        least = segment.current;
      }
    }
    term = least == null ? null : BytesRef.deepCopyOf(least);
    for (Segment segment : segments) {
      if (term != null && term.equals(segment.current)) {
        document = segment.leaf.docBase + segment.document;
        segment.next();
      }
    }
    return term;
  }

  /** Returns a live document that has the term. */
  int document() {
    return document;
  }
}
