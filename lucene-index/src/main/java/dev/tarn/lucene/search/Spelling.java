package dev.tarn.lucene.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.spell.DirectSpellChecker;
import org.apache.lucene.search.spell.SuggestMode;
import org.apache.lucene.search.spell.SuggestWord;
import org.apache.lucene.search.spell.WordBreakSpellChecker;

/** Words of the index that are spelt much like one that was typed. */
final class Spelling {
  /** How many letters a word has that may have one wrong. */
  private static final int MIN_CHARS = 4;

  /** How many letters a word has that may have two wrong. */
  private static final int MIN_CHARS_FOR_TWO = 8;

  private static final int MAX_CHARS = 64;
  private static final int MAX_CANDIDATES = 6;
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
    if (word.length() < MIN_CHARS || word.length() > MAX_CHARS) {
      return List.of();
    }
    DirectSpellChecker checker = new DirectSpellChecker();
    checker.setMinQueryLength(MIN_CHARS);
    checker.setMaxEdits(word.length() < MIN_CHARS_FOR_TWO ? 1 : 2);
    checker.setMaxQueryFrequency(1 - Math.ulp(1f));
    checker.setThresholdFrequency(0);
    Map<String, Candidate> found = new HashMap<>();
    for (String field : FIELDS) {
      for (SuggestWord one :
          checker.suggestSimilar(
              new Term(field, word), MAX_CANDIDATES, reader, SuggestMode.SUGGEST_MORE_POPULAR)) {
        found.merge(
            one.string,
            new Candidate(one.string, one.score, one.freq),
            (a, b) -> a.frequency() >= b.frequency() ? a : b);
      }
    }
    found.remove(word);
    return found.values().stream()
        .sorted(
            Comparator.comparingDouble(Candidate::similarity)
                .thenComparingInt(Candidate::frequency)
                .reversed()
                .thenComparing(Candidate::text))
        .limit(MAX_CANDIDATES)
        .toList();
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
