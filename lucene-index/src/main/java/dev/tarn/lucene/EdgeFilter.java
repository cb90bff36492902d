package dev.tarn.lucene;

import java.io.IOException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/**
 * Which live relationships of one type to list, by the numbers of their ends.
 *
 * @param source {@link #ANY} for any, as the others
 * @param either at one of the two ends
 */
record EdgeFilter(String type, int source, int target, int either) {
  static final int ANY = -1;

  /** The number of an asset that the index does not have. */
  static final int NOWHERE = -2;

  EdgeFilter withType(String other) {
    return new EdgeFilter(other, source, target, either);
  }

  Query query() {
    BooleanQuery.Builder filters = new BooleanQuery.Builder();
    filters.add(new TermQuery(new Term(Fields.EDGE_TYPE, type)), Occur.FILTER);
    if (source != ANY) {
      filters.add(new TermQuery(end(Fields.SOURCE_END, source)), Occur.FILTER);
    }
    if (target != ANY) {
      filters.add(new TermQuery(end(Fields.TARGET_END, target)), Occur.FILTER);
    }
    if (either != ANY) {
      filters.add(
          new BooleanQuery.Builder()
              .add(new TermQuery(end(Fields.SOURCE_END, either)), Occur.SHOULD)
              .add(new TermQuery(end(Fields.TARGET_END, either)), Occur.SHOULD)
              .build(),
          Occur.FILTER);
    }
    return filters.build();
  }

  private static Term end(String field, int node) {
    return new Term(field, Fields.node(node));
  }

  /** Returns how many relationships there are at most. */
  long atMost(DirectoryReader reader) throws IOException {
    long count = reader.docFreq(new Term(Fields.EDGE_TYPE, type));
    if (source != ANY) {
      count = Math.min(count, reader.docFreq(end(Fields.SOURCE_END, source)));
    }
    if (target != ANY) {
      count = Math.min(count, reader.docFreq(end(Fields.TARGET_END, target)));
    }
    if (either != ANY) {
      long ends =
          (long) reader.docFreq(end(Fields.SOURCE_END, either))
              + reader.docFreq(end(Fields.TARGET_END, either));
      count = Math.min(count, ends);
    }
    return count;
  }
}
