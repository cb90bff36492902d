package dev.tarn.lucene.search;

import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;

/**
 * A query for assets with rank that knows what asks the same of those without: more differs there
 * than the names of fields.
 */
final class SplitQuery extends Query {
  private final Query ranked;
  private final Query parts;

  SplitQuery(Query ranked, Query parts) {
    this.ranked = ranked;
    this.parts = parts;
  }

  /** Returns the query for assets without rank. */
  Query parts() {
    return parts;
  }

  @Override
  public Query rewrite(IndexSearcher searcher) {
    return ranked;
  }

  @Override
  public void visit(QueryVisitor visitor) {
    ranked.visit(visitor.getSubVisitor(Occur.MUST, this));
  }

  @Override
  public String toString(String field) {
    return ranked.toString(field) + " | " + parts.toString(field);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SplitQuery split
        && ranked.equals(split.ranked)
        && parts.equals(split.parts);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * classHash() + ranked.hashCode()) + parts.hashCode();
  }
}
