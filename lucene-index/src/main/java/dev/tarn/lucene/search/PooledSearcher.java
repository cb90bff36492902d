package dev.tarn.lucene.search;

import java.io.IOException;
import java.util.concurrent.Executor;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TermStates;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.CollectionStatistics;
import org.apache.lucene.search.Collector;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermStatistics;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.search.similarities.PerFieldSimilarityWrapper;
import org.apache.lucene.search.similarities.Similarity;
import org.jspecify.annotations.Nullable;

/** Scores the fields of parts and those of all other assets as if they were one. */
final class PooledSearcher extends IndexSearcher {
  /**
   * In names of parts their length does not matter. So all columns with a frequent word score
   * alike, and the search is over when there are enough of them.
   */
  private static final Similarity NAMES_OF_PARTS = new BM25Similarity(1.2f, 0);

  private static final Similarity TEXTS = new BM25Similarity();

  private final @Nullable Query shown;
  private final Rarity rarity;
  private final PlaceSimilarity places;

  /**
   * @param shown what all queries require besides; null for nothing
   */
  PooledSearcher(IndexReader reader, @Nullable Executor executor, @Nullable Query shown) {
    super(reader, executor);
    this.shown = shown;
    // Every query is another one: there is nothing to keep.
    setQueryCache(null);
    this.rarity = new Rarity(this);
    this.places = new PlaceSimilarity(rarity);
    setSimilarity(
        new PerFieldSimilarityWrapper() {
          @Override
          public Similarity get(String field) {
            if (field.equals(SearchFields.WORD_OF_PART)) {
              return places;
            }
            return field.equals(SearchFields.ofParts(SearchFields.NAME))
                    || field.equals(SearchFields.ofParts(SearchFields.TITLE))
                ? NAMES_OF_PARTS
                : TEXTS;
          }
        });
  }

  @Override
  public <C extends Collector, T> T search(Query query, CollectorManager<C, T> collectors)
      throws IOException {
    return super.search(shown == null ? query : both(query, shown), collectors);
  }

  private static Query both(Query query, Query shown) {
    BooleanQuery.Builder both = new BooleanQuery.Builder();
    if (query instanceof BooleanQuery all
        && all.getClauses(Occur.SHOULD).isEmpty()
        && all.clauses().stream().anyMatch(BooleanClause::isRequired)) {
      all.clauses().forEach(both::add);
    } else {
      both.add(query, Occur.MUST);
    }
    return both.add(shown, Occur.FILTER).build();
  }

  Rarity rarity() {
    return rarity;
  }

  /** Returns what scores the words of assets without rank. */
  PlaceSimilarity places() {
    return places;
  }

  @Override
  public @Nullable CollectionStatistics collectionStatistics(String field) throws IOException {
    CollectionStatistics own = super.collectionStatistics(field);
    String twin = SearchFields.twin(field);
    if (twin == null) {
      return own;
    }
    CollectionStatistics other = super.collectionStatistics(twin);
    if (own == null || other == null) {
      return own;
    }
    return new CollectionStatistics(
        field,
        own.maxDoc(),
        own.docCount() + other.docCount(),
        own.sumTotalTermFreq() + other.sumTotalTermFreq(),
        own.sumDocFreq() + other.sumDocFreq());
  }

  @Override
  public TermStatistics termStatistics(Term term, int docFreq, long totalTermFreq)
      throws IOException {
    String twin = SearchFields.twin(term.field());
    if (twin == null) {
      return super.termStatistics(term, docFreq, totalTermFreq);
    }
    TermStates other = rarity.states(new Term(twin, term.bytes()));
    long documents = docFreq + (long) other.docFreq();
    long occurrences = totalTermFreq + other.totalTermFreq();
    return new TermStatistics(term.bytes(), documents, Math.max(documents, occurrences));
  }
}
