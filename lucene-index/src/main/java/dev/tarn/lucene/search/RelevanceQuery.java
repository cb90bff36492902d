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
import org.apache.lucene.search.TopScoreDocCollectorManager;
import org.apache.lucene.search.TotalHits;
import org.jspecify.annotations.Nullable;

/**
 * A query whose hits are sorted by what the words say and by how much an asset matters.
 *
 * <p>It is searched in up to four parts, of which each asset is in one: assets with a rank of their
 * own and the many that have none, each with and without the bonus. In each part all clauses are
 * required, and only of such a query does Lucene know how much the documents of a part of the index
 * can score at most. So a search for frequent words is over when it has enough hits, and need not
 * look at the hundred thousands of columns that have them.
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

  private Query ranked(Occur withBonus) {
    BooleanQuery.Builder ranked = new BooleanQuery.Builder();
    required.clauses().forEach(ranked::add);
    return ranked.add(RANK, Occur.MUST).add(bonus, withBonus).build();
  }

  private Query parts(Occur withBonus) {
    BooleanQuery.Builder parts = new BooleanQuery.Builder();
    for (BooleanClause clause : required.clauses()) {
      parts.add(PartQueries.of(clause.query()), clause.occur());
    }
    parts.add(PartQueries.of(bonus), withBonus);
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
    List<Query> queries = new ArrayList<>();
    if (!(bonus instanceof MatchNoDocsQuery)) {
      queries.add(ranked(Occur.MUST));
      queries.add(parts(Occur.MUST));
    }
    queries.add(ranked(Occur.MUST_NOT));
    queries.add(parts(Occur.MUST_NOT));
    long hits = 0;
    boolean exact = true;
    List<TopDocs> found = new ArrayList<>();
    for (Query query : queries) {
      TopDocs top = searcher.search(query, new TopScoreDocCollectorManager(limit, after, counted));
      hits += top.totalHits.value();
      exact &= top.totalHits.relation() == TotalHits.Relation.EQUAL_TO;
      found.add(top);
    }
    return new TopDocs(
        new TotalHits(
            hits,
            exact ? TotalHits.Relation.EQUAL_TO : TotalHits.Relation.GREATER_THAN_OR_EQUAL_TO),
        TopDocs.merge(limit, found.toArray(TopDocs[]::new)).scoreDocs);
  }
}
