package dev.tarn.lucene.search;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.Term;

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

  private final IndexReader reader;
  private final Map<Term, Integer> frequencies = new HashMap<>();
  private final Map<String, Integer> assets = new HashMap<>();

  Rarity(IndexReader reader) {
    this.reader = reader;
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

  private int frequency(Term term) throws IOException {
    Integer known = frequencies.get(term);
    if (known == null) {
      known = reader.docFreq(term);
      String twin = SearchFields.twin(term.field());
      if (twin != null) {
        known += reader.docFreq(new Term(twin, term.bytes()));
      }
      frequencies.put(term, known);
    }
    return known;
  }

  private int assets(String field) throws IOException {
    Integer known = assets.get(field);
    if (known == null) {
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
