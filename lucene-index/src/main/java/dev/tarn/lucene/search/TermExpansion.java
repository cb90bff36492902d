package dev.tarn.lucene.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;

/** Finds the terms that a prefix or a wildcard stands for. */
final class TermExpansion {
  private static final int MAX_PREFIXED_TERMS = 1_000;

  private final IndexReader reader;
  private final Set<String> cuts;

  /**
   * @param cuts takes {@link SearchLimits#EXPANSIONS} if there are more terms than are returned
   */
  TermExpansion(IndexReader reader, Set<String> cuts) {
    this.reader = reader;
    this.cuts = cuts;
  }

  /** Returns the query for assets that have one of the most frequent terms with a prefix. */
  Query prefixed(String field, String prefix, int limit) throws IOException {
    return anyOf(field, terms(field, prefix, limit));
  }

  /** Returns the most frequent terms with a prefix, among the first of each part of the index. */
  List<BytesRef> terms(String field, String prefix, int limit) throws IOException {
    return terms(field, prefix, term -> true, limit, MAX_PREFIXED_TERMS);
  }

  /**
   * Returns the query for assets that have one of the most frequent terms of a pattern.
   *
   * @param prefix that each term has
   * @param matches of terms with the prefix, whether they are wanted
   */
  Query matching(String field, String prefix, Predicate<String> matches) throws IOException {
    return anyOf(
        field,
        terms(field, prefix, matches, SearchLimits.MAX_EXPANSIONS, SearchLimits.MAX_SCANNED_TERMS));
  }

  /** Returns the query for assets that have one of the terms; all score alike. */
  static Query anyOf(String field, List<BytesRef> terms) {
    if (terms.isEmpty()) {
      return MatchNoDocsQuery.INSTANCE;
    }
    return terms.size() == 1
        ? new ConstantScoreQuery(new TermQuery(new Term(field, terms.getFirst())))
        : new ConstantScoreQuery(new TermInSetQuery(field, terms));
  }

  private List<BytesRef> terms(
      String field, String prefix, Predicate<String> matches, int limit, int scannedPerLeaf)
      throws IOException {
    Map<BytesRef, Integer> frequencies = new HashMap<>();
    boolean whole = true;
    String twin = SearchFields.twin(field);
    for (String place : twin == null ? List.of(field) : List.of(field, twin)) {
      for (LeafReaderContext leaf : reader.leaves()) {
        Terms terms = leaf.reader().terms(place);
        if (terms != null) {
          whole &=
              scan(terms.iterator(), new BytesRef(prefix), matches, frequencies, scannedPerLeaf);
        }
      }
    }
    if (!whole || frequencies.size() > limit) {
      cuts.add(SearchLimits.EXPANSIONS);
    }
    Comparator<Map.Entry<BytesRef, Integer>> order = Map.Entry.comparingByValue();
    List<Map.Entry<BytesRef, Integer>> found = new ArrayList<>(frequencies.entrySet());
    found.sort(order.reversed().thenComparing(Map.Entry.comparingByKey()));
    return found.stream().limit(limit).map(Map.Entry::getKey).toList();
  }

  /** Returns whether all terms with the prefix were looked at. */
  private static boolean scan(
      TermsEnum terms,
      BytesRef prefix,
      Predicate<String> matches,
      Map<BytesRef, Integer> frequencies,
      int limit)
      throws IOException {
    if (terms.seekCeil(prefix) == TermsEnum.SeekStatus.END) {
      return true;
    }
    int scanned = 0;
    for (BytesRef term = terms.term();
        term != null && StringHelper.startsWith(term, prefix);
        term = terms.next()) {
      if (++scanned > limit) {
        return false;
      }
      if (matches.test(term.utf8ToString())) {
        frequencies.merge(BytesRef.deepCopyOf(term), terms.docFreq(), Integer::sum);
      }
    }
    return true;
  }
}
