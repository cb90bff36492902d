package dev.tarn.lucene.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TermStates;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/**
 * How much words say because few assets have them: the inverse document frequency of BM25
 * (Robertson and Zaragoza, 2009).
 *
 * <p>Fields that keep no frequencies give all assets with a word the same score. It is computed
 * here, once, and is then known to be the most that the word can add: Lucene knows no such bound
 * for these fields, and would have to look at every asset that has a frequent word.
 */
final class Rarity {
  /** The part of BM25 that depends on lengths, for a text of middle length. */
  private static final float MIDDLE_LENGTH = 1 / 2.2f;

  /** How many look-ups are worth a task of their own. */
  private static final int TASK_TERMS = 8;

  private final IndexSearcher searcher;
  private final Map<Term, TermStates> terms = new HashMap<>();
  private final Map<String, Integer> assets = new HashMap<>();

  Rarity(IndexSearcher searcher) {
    this.searcher = searcher;
  }

  /**
   * Looks up words that queries will ask for, all at once: on several threads that takes less time
   * than one after the other.
   *
   * @param words by the fields that may have them
   */
  void learn(Map<String, Set<String>> words) throws IOException {
    Set<Term> unknown = new LinkedHashSet<>();
    words.forEach(
        (field, texts) -> {
          String twin = SearchFields.twin(field);
          for (String text : texts) {
            unknown.add(new Term(field, text));
            if (twin != null) {
              unknown.add(new Term(twin, text));
            }
          }
        });
    unknown.removeAll(terms.keySet());
    List<Term> all = List.copyOf(unknown);
    List<Callable<Map<Term, TermStates>>> tasks = new ArrayList<>();
    for (int from = 0; from < all.size(); from += TASK_TERMS) {
      List<Term> some = all.subList(from, Math.min(all.size(), from + TASK_TERMS));
      tasks.add(() -> lookUp(some));
    }
    searcher.getTaskExecutor().invokeAll(tasks).forEach(terms::putAll);
  }

  private Map<Term, TermStates> lookUp(List<Term> some) throws IOException {
    Map<Term, TermStates> found = new HashMap<>();
    for (Term term : some) {
      found.put(term, TermStates.build(searcher, term, true));
    }
    return found;
  }

  /** Returns what an asset scores that has all the words in a field; 0 if no asset has. */
  float of(String field, List<String> words) throws IOException {
    double sum = 0;
    for (String word : Set.copyOf(words)) {
      int frequency = frequency(new Term(field, word));
      if (frequency == 0) {
        return 0;
      }
      int all = Math.max(frequency, assets(field));
      sum += Math.log(1 + (all - frequency + 0.5) / (frequency + 0.5));
    }
    return (float) (MIDDLE_LENGTH * sum);
  }

  /** Returns whether assets have all the words in a field. */
  boolean isKnown(String field, List<String> words) throws IOException {
    for (String word : words) {
      if (frequency(new Term(field, word)) == 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns the query for assets that have all the words in a field. Where the terms are in the
   * index is looked up once, however many queries have them.
   */
  Query all(String field, List<String> words) throws IOException {
    if (words.size() == 1) {
      return query(field, words.getFirst());
    }
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    for (String word : Set.copyOf(words)) {
      all.add(query(field, word), Occur.MUST);
    }
    return all.build();
  }

  private Query query(String field, String word) throws IOException {
    Term term = new Term(field, word);
    return new TermQuery(term, states(term));
  }

  private int frequency(Term term) throws IOException {
    String twin = SearchFields.twin(term.field());
    int own = states(term).docFreq();
    return twin == null ? own : own + states(new Term(twin, term.bytes())).docFreq();
  }

  /** Returns where a term is in the index. */
  TermStates states(Term term) throws IOException {
    TermStates known = terms.get(term);
    if (known == null) {
      known = TermStates.build(searcher, term, true);
      terms.put(term, known);
    }
    return known;
  }

  private int assets(String field) throws IOException {
    Integer known = assets.get(field);
    if (known == null) {
      IndexReader reader = searcher.getIndexReader();
      known = reader.getDocCount(field);
      String twin = SearchFields.twin(field);
      if (twin != null) {
        known += reader.getDocCount(twin);
      }
      assets.put(field, known);
    }
    return known;
  }
}
