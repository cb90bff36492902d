package dev.tarn.lucene.access;

import java.io.IOException;
import org.apache.lucene.index.FilterLeafReader.FilterTerms;
import org.apache.lucene.index.FilterLeafReader.FilterTermsEnum;
import org.apache.lucene.index.ImpactsEnum;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.TermState;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.IOBooleanSupplier;
import org.apache.lucene.util.automaton.CompiledAutomaton;
import org.jspecify.annotations.Nullable;

/**
 * The terms of a field that documents which are there have. How many documents have a term is
 * counted, too; of frequent terms, which nothing depends on but scores, the first are, and the
 * number is estimated from how far these lie apart. The statistics of the field are the
 * dictionary's: they only go into scores.
 */
final class ShownTerms extends FilterTerms {
  /** Documents of a term that are counted in one segment. */
  private static final int MAX_COUNTED = 32;

  /** What is found out of a term that fewer documents have is soon found out again. */
  private static final int MIN_KEPT = 64;

  private final String field;
  private final TermDocuments documents;
  private final @Nullable KnownTerms known;

  /**
   * @param known of terms that took long; null to keep nothing of them
   */
  ShownTerms(Terms in, String field, TermDocuments documents, @Nullable KnownTerms known) {
    super(in);
    this.field = field;
    this.documents = documents;
    this.known = known;
  }

  @Override
  public TermsEnum iterator() throws IOException {
    return new Each(in.iterator(), this);
  }

  @Override
  public TermsEnum intersect(CompiledAutomaton words, @Nullable BytesRef after) throws IOException {
    return new Each(in.intersect(words, after), this);
  }

  /** Queries take the number of documents for exact if that is the number of all. */
  @Override
  public int getDocCount() throws IOException {
    MaskedDocuments masked = documents.masked();
    int all = in.getDocCount();
    return masked == null ? all : masked.left(all);
  }

  private static final class Each extends FilterTermsEnum {
    private final TermDocuments documents;
    private final ShownTerms terms;

    /**
     * Counts documents of the term that this is at, if it is of that term; kept to be used again.
     */
    private @Nullable PostingsEnum probe;

    private int counted;
    private boolean isCounting;

    Each(TermsEnum in, ShownTerms terms) {
      super(in);
      this.terms = terms;
      this.documents = terms.documents;
    }

    /** Counts documents of the current term, on from those that were counted before. */
    private int count(int most) throws IOException {
      PostingsEnum postings = probe;
      if (!isCounting || postings == null) {
        postings = documents.postings(in, probe, PostingsEnum.NONE);
        probe = postings;
        counted = 0;
        isCounting = true;
      }
      while (counted < most && postings.docID() != DocIdSetIterator.NO_MORE_DOCS) {
        if (documents.next(postings) != DocIdSetIterator.NO_MORE_DOCS) {
          counted++;
        }
      }
      return counted;
    }

    private boolean isShown() throws IOException {
      isCounting = false;
      KnownTerms.Known before = known();
      if (before != null) {
        if (before.first() == DocIdSetIterator.NO_MORE_DOCS) {
          return false;
        }
        if (!documents.isDeleted(before.first())) {
          return true;
        }
      }
      PostingsEnum postings = documents.postings(in, probe, PostingsEnum.NONE);
      probe = postings;
      int first = documents.nextShown(postings);
      if (before == null) {
        keep(new KnownTerms.Known(first, 0));
      }
      while (first != DocIdSetIterator.NO_MORE_DOCS && documents.isDeleted(first)) {
        first = documents.nextShown(postings);
      }
      counted = first == DocIdSetIterator.NO_MORE_DOCS ? 0 : 1;
      isCounting = true;
      return counted > 0;
    }

    /** Returns what is known of the current term. */
    private KnownTerms.@Nullable Known known() throws IOException {
      return terms.known == null ? null : terms.known.find(terms.field, in.term());
    }

    private void keep(KnownTerms.Known found) throws IOException {
      if (terms.known != null && in.docFreq() >= MIN_KEPT) {
        terms.known.keep(terms.field, in.term(), found);
      }
    }

    @Override
    public boolean seekExact(BytesRef text) throws IOException {
      return in.seekExact(text) && isShown();
    }

    @Override
    public @Nullable IOBooleanSupplier prepareSeekExact(BytesRef text) throws IOException {
      IOBooleanSupplier seek = in.prepareSeekExact(text);
      return seek == null ? null : () -> seek.get() && isShown();
    }

    /** A state is of a term that was found before. */
    @Override
    public void seekExact(BytesRef term, TermState state) throws IOException {
      isCounting = false;
      in.seekExact(term, state);
    }

    @Override
    public SeekStatus seekCeil(BytesRef text) throws IOException {
      SeekStatus status = in.seekCeil(text);
      if (status == SeekStatus.END || isShown()) {
        return status;
      }
      return next() == null ? SeekStatus.END : SeekStatus.NOT_FOUND;
    }

    @Override
    public @Nullable BytesRef next() throws IOException {
      BytesRef term = in.next();
      while (term != null && !isShown()) {
        term = in.next();
      }
      return term;
    }

    @Override
    public int docFreq() throws IOException {
      if (documents.isWhole()) {
        // Without deletions, queries take the number for exact.
        return count(Integer.MAX_VALUE);
      }
      KnownTerms.Known before = known();
      if (before != null && before.frequency() > 0) {
        return before.frequency();
      }
      int frequency = estimated();
      if (before != null) {
        keep(new KnownTerms.Known(before.first(), frequency));
      }
      return frequency;
    }

    private int estimated() throws IOException {
      int first = count(MAX_COUNTED);
      PostingsEnum postings = probe;
      if (first < MAX_COUNTED || postings == null) {
        return first;
      }
      // As if the rest of the segment had as many.
      long estimated = (long) first * documents.maxDoc() / (postings.docID() + 1);
      return (int) Math.max(first, Math.min(estimated, in.docFreq()));
    }

    @Override
    public PostingsEnum postings(@Nullable PostingsEnum reuse, int flags) throws IOException {
      return documents.postings(in, reuse, flags);
    }

    @Override
    public ImpactsEnum impacts(int flags) throws IOException {
      MaskedDocuments masked = documents.masked();
      return masked == null
          ? in.impacts(flags)
          : new MaskedImpacts(in.impacts(documents.features(flags)), masked);
    }
  }
}
