package dev.tarn.lucene.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.document.FeatureField;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.jspecify.annotations.Nullable;

/**
 * A query whose hits are sorted by what the words say and by how much an asset matters.
 *
 * <p>It is searched in up to four steps: assets with a rank of their own and the many that have
 * none, each with the bonus and without. In each step all clauses are required, and only of such a
 * query does Lucene know how much the documents of a part of the index can score at most; and each
 * step only looks for what is better than the hits of those before. So a search for frequent words
 * is over when it has enough hits, and need not look at the hundred thousands of columns that have
 * them.
 *
 * @param required clauses of which none is optional
 * @param bonus adds to the score of what it matches
 */
record RelevanceQuery(BooleanQuery required, Query bonus) {
  private static final Query RANK =
      FeatureField.newLinearQuery(SearchFields.SIGNAL, SearchFields.RANK, Ranking.RANK);

  /** Takes a query apart, of which optional clauses are the bonus if others are required. */
  static RelevanceQuery of(BooleanQuery query) {
    BooleanQuery.Builder required = new BooleanQuery.Builder();
    List<Query> bonuses = new ArrayList<>();
    for (BooleanClause clause : query.clauses()) {
      if (clause.occur() != Occur.SHOULD) {
        required.add(clause);
      } else if (!(clause.query() instanceof MatchNoDocsQuery)) {
        bonuses.add(clause.query());
      }
    }
    return new RelevanceQuery(required.build(), WordQueries.best(bonuses));
  }

  /** Returns the query for all of it, with the scores by which hits are sorted. */
  Query whole() {
    return new BooleanQuery.Builder()
        .add(ranked(Occur.SHOULD), Occur.SHOULD)
        .add(parts(Occur.SHOULD), Occur.SHOULD)
        .build();
  }

  /** Returns the query with the words that it looks for, in the fields of assets with rank. */
  Query words() {
    return new BooleanQuery.Builder().add(required, Occur.MUST).add(bonus, Occur.SHOULD).build();
  }

  private Query ranked(@Nullable Occur withBonus) {
    BooleanQuery.Builder ranked = new BooleanQuery.Builder();
    required.clauses().forEach(ranked::add);
    ranked.add(RANK, Occur.MUST);
    if (withBonus != null) {
      ranked.add(bonus, withBonus);
    }
    return ranked.build();
  }

  private Query parts(@Nullable Occur withBonus) {
    BooleanQuery.Builder parts = new BooleanQuery.Builder();
    for (BooleanClause clause : required.clauses()) {
      parts.add(PartQueries.of(clause.query()), clause.occur());
    }
    if (withBonus != null) {
      parts.add(PartQueries.of(bonus), withBonus);
    }
    return PartQueries.ofPartsAlone(parts.build());
  }

  /**
   * Returns the first hits; those that score alike come in the order of documents.
   *
   * @param after the hit before the first; null for the first of all
   * @param counted hits are counted up to here
   */
  TopDocs top(IndexSearcher searcher, int limit, @Nullable ScoreDoc after, int counted)
      throws IOException {
    BestHits best = new BestHits(searcher, limit, after);
    if (bonus instanceof MatchNoDocsQuery) {
      best.add(ranked(null), counted);
      best.add(parts(null), counted);
    } else if (after == null) {
      best.add(ranked(Occur.MUST));
      best.add(parts(Occur.MUST));
      best.add(ranked(null), counted);
      best.add(parts(null), counted);
    } else {
      // On a later page, what was on one before would come again without its bonus.
      best.add(ranked(Occur.MUST), counted);
      best.add(parts(Occur.MUST), counted);
      best.add(ranked(Occur.MUST_NOT), counted);
      best.add(parts(Occur.MUST_NOT), counted);
    }
    return best.found();
  }
}
