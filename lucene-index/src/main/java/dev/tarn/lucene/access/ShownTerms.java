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

  private final TermDocuments documents;

  ShownTerms(Terms in, TermDocuments documents) {
    super(in);
    this.documents = documents;
  }

  @Override
  public TermsEnum iterator() throws IOException {
    return new Each(in.iterator(), documents);
  }

  @Override
  public TermsEnum intersect(CompiledAutomaton words, @Nullable BytesRef after) throws IOException {
    return new Each(in.intersect(words, after), documents);
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

    /**
     * Counts documents of the term that this is at, if it is of that term; kept to be used again.
     */
    private @Nullable PostingsEnum probe;

    private int counted;
    private boolean isCounting;

    Each(TermsEnum in, TermDocuments documents) {
      super(in);
      this.documents = documents;
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
      return count(1) > 0;
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
      if (documents.masked() != null) {
        return count(Integer.MAX_VALUE);
      }
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
