package dev.tarn.lucene.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.spell.LuceneLevenshteinDistance;
import org.apache.lucene.search.spell.SuggestMode;
import org.apache.lucene.search.spell.SuggestWord;
import org.apache.lucene.search.spell.WordBreakSpellChecker;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.automaton.CompiledAutomaton;

/** Words of the index that are spelt much like one that was typed. */
final class Spelling {
  /** How many letters a word has that may have one wrong. */
  private static final int MIN_CHARS = 4;

  /** How many letters a word has that may have two wrong. */
  private static final int MIN_CHARS_FOR_TWO = 8;

  private static final int MAX_CHARS = 64;
  private static final int MAX_CANDIDATES = 6;

  /** How many letters at the beginning of a word are never wrong. */
  private static final int SAME_CHARS = 1;

  /** One less the part of the letters that are wrong. */
  private static final float LEAST_SIMILARITY = 0.5f;

  /** The most words of one segment that are looked at. */
  private static final int MAX_ALIKE = 1_000;

  private static final int MAX_BREAKS = 2;
  private static final int MIN_BROKEN_CHARS = 3;

  /** Where words are looked for. */
  private static final List<String> FIELDS =
      List.of(
          SearchFields.NAME,
          SearchFields.TITLE,
          SearchFields.PROSE,
          SearchFields.ofParts(SearchFields.NAME),
          SearchFields.ofParts(SearchFields.PROSE));

  private final IndexReader reader;
  private final Map<String, List<Candidate>> known = new HashMap<>();

  Spelling(IndexReader reader) {
    this.reader = reader;
  }

  /**
   * A word of the index.
   *
   * @param similarity below 1
   * @param frequency in how many assets it is, in one of the fields
   */
  record Candidate(String text, float similarity, int frequency) {}

  /** Returns other words like this one, which are more frequent, the likeliest first. */
  List<Candidate> alike(String word) throws IOException {
    List<Candidate> candidates = known.get(word);
    if (candidates == null) {
      candidates = find(word);
      known.put(word, candidates);
    }
    return candidates;
  }

  /** Returns in how many assets a word is, in one of the fields. */
  int frequency(String word) throws IOException {
    int frequency = 0;
    for (String field : FIELDS) {
      frequency = Math.max(frequency, reader.docFreq(new Term(field, word)));
    }
    return frequency;
  }

  private List<Candidate> find(String word) throws IOException {
    int chars = word.codePointCount(0, word.length());
    if (chars < MIN_CHARS || chars > MAX_CHARS) {
      return List.of();
    }
    // Made once for all fields: that is most of what a word costs.
    CompiledAutomaton alike =
        FuzzyQuery.getFuzzyAutomaton(word, chars < MIN_CHARS_FOR_TWO ? 1 : 2, SAME_CHARS, true);
    Map<String, Integer> frequencies = new HashMap<>();
    for (String field : FIELDS) {
      int own = reader.docFreq(new Term(field, word));
      frequencies(field, alike)
          .forEach(
              (other, frequency) -> {
                if (frequency > own) {
                  frequencies.merge(other, frequency, Math::max);
                }
              });
    }
    frequencies.remove(word);
    LuceneLevenshteinDistance distance = new LuceneLevenshteinDistance();
    return frequencies.entrySet().stream()
        .map(
            other ->
                new Candidate(
                    other.getKey(), distance.getDistance(word, other.getKey()), other.getValue()))
        .filter(candidate -> candidate.similarity() >= LEAST_SIMILARITY)
        .sorted(
            Comparator.comparingDouble(Candidate::similarity)
                .thenComparingInt(Candidate::frequency)
                .reversed()
                .thenComparing(Candidate::text))
        .limit(MAX_CANDIDATES)
        .toList();
  }

  /** Returns in how many assets the words of a field are, among the first of each segment. */
  private Map<String, Integer> frequencies(String field, CompiledAutomaton words)
      throws IOException {
    Map<String, Integer> frequencies = new HashMap<>();
    for (LeafReaderContext leaf : reader.leaves()) {
      Terms terms = leaf.reader().terms(field);
      if (terms == null) {
        continue;
      }
      TermsEnum each = words.getTermsEnum(terms);
      BytesRef term = each.next();
      for (int seen = 0; term != null && seen < MAX_ALIKE; seen++) {
        frequencies.merge(term.utf8ToString(), each.docFreq(), Integer::sum);
        term = each.next();
      }
    }
    return frequencies;
  }

  /** Returns words of names that give this one when they are written together. */
  List<List<String>> broken(String word) throws IOException {
    if (word.length() < 2 * MIN_BROKEN_CHARS || word.length() > MAX_CHARS) {
      return List.of();
    }
    WordBreakSpellChecker checker = new WordBreakSpellChecker();
    checker.setMinBreakWordLength(MIN_BROKEN_CHARS);
    checker.setMaxChanges(2);
    SuggestWord[][] breaks =
        checker.suggestWordBreaks(
            new Term(SearchFields.NAME, word),
            MAX_BREAKS,
            reader,
            SuggestMode.SUGGEST_ALWAYS,
            WordBreakSpellChecker.BreakSuggestionSortMethod.NUM_CHANGES_THEN_SUMMED_FREQUENCY);
    List<List<String>> found = new ArrayList<>();
    for (SuggestWord[] parts : breaks) {
      found.add(Arrays.stream(parts).map(part -> part.string).toList());
    }
    return found;
  }
}
