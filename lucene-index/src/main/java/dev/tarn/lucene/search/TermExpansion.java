package dev.tarn.lucene.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.lucene.index.FilterLeafReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
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
    Map<BytesRef, Places> found = new HashMap<>();
    boolean whole = true;
    String twin = SearchFields.twin(field);
    for (String place : twin == null ? List.of(field) : List.of(field, twin)) {
      for (LeafReaderContext leaf : reader.leaves()) {
        whole &= scan(leaf.reader(), place, new BytesRef(prefix), matches, found, scannedPerLeaf);
      }
    }
    List<Counted> most = most(found, limit);
    if (!whole || most.size() > limit) {
      cuts.add(SearchLimits.EXPANSIONS);
    }
    return most.stream().limit(limit).map(Counted::term).toList();
  }

  /** Where a term is. */
  private static final class Places {
    /** Those of segments of which something is hidden. */
    private final List<Terms> dictionaries = new ArrayList<>(2);

    /** Documents that have it, whether they are shown or not. */
    private int most;

    /** How many of them are certainly shown. */
    private int shown;

    void add(int documents) {
      most += documents;
      shown += documents;
    }

    void add(Terms terms, int documents) {
      dictionaries.add(terms);
      most += documents;
    }

    /** Counts the documents that are shown. */
    int count(BytesRef term) throws IOException {
      int count = shown;
      for (Terms terms : dictionaries) {
        TermsEnum one = terms.iterator();
        count += one.seekExact(term) ? one.docFreq() : 0;
      }
      return count;
    }
  }

  private record Counted(BytesRef term, int documents) {
    static final Comparator<Counted> ORDER =
        Comparator.comparingInt(Counted::documents).reversed().thenComparing(Counted::term);
  }

  /**
   * Returns the most frequent terms, and one more if there are more. Those that may be frequent are
   * counted first: once no other can be as frequent as the last that is returned, it is over.
   */
  private static List<Counted> most(Map<BytesRef, Places> found, int limit) throws IOException {
    List<Map.Entry<BytesRef, Places>> candidates = new ArrayList<>(found.entrySet());
    candidates.sort(
        Comparator.comparingInt((Map.Entry<BytesRef, Places> one) -> one.getValue().most)
            .reversed());
    TreeSet<Counted> most = new TreeSet<>(Counted.ORDER);
    for (Map.Entry<BytesRef, Places> candidate : candidates) {
      if (most.size() > limit && candidate.getValue().most < most.last().documents()) {
        break;
      }
      int documents = candidate.getValue().count(candidate.getKey());
      if (documents > 0) {
        most.add(new Counted(candidate.getKey(), documents));
        if (most.size() > limit + 1) {
          most.removeLast();
        }
      }
    }
    return List.copyOf(most);
  }

  /**
   * Returns whether all terms with the prefix were looked at. Those of a whole segment are cheaper
   * to go through: which of them are shown, only matters for what matches.
   */
  private static boolean scan(
      LeafReader leaf,
      String field,
      BytesRef prefix,
      Predicate<String> matches,
      Map<BytesRef, Places> found,
      int limit)
      throws IOException {
    Terms shown = leaf.terms(field);
    Terms all = shown == null ? null : FilterLeafReader.unwrap(leaf).terms(field);
    if (shown == null || all == null) {
      return true;
    }
    TermsEnum terms = all.iterator();
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
        Places places = found.get(term);
        if (places == null) {
          places = new Places();
          found.put(BytesRef.deepCopyOf(term), places);
        }
        if (shown.equals(all)) {
          places.add(terms.docFreq());
        } else {
          places.add(shown, terms.docFreq());
        }
      }
    }
    return true;
  }
}
