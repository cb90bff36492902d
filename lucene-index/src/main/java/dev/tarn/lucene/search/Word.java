package dev.tarn.lucene.search;

import java.util.List;

/**
 * What stands between two spaces of a query, in the forms in which fields know it.
 *
 * @param parts the words in it, as they are written
 * @param stems the same without plural, one for each part
 * @param prose the same as in sentences, without those that every sentence has
 * @param key of a name that is written so
 */
record Word(String text, List<String> parts, List<String> stems, List<String> prose, String key) {
  static Word of(String text) {
    return new Word(
        text,
        SearchAnalysis.words(SearchAnalysis.WORDS, text),
        SearchAnalysis.words(SearchAnalysis.STEMS, text),
        SearchAnalysis.words(SearchAnalysis.PROSE, text),
        SearchAnalysis.key(text));
  }

  /** Returns whether it is one word, and one that says nothing. */
  boolean isFiller() {
    return prose.isEmpty() && parts.size() <= 1;
  }

  /** Returns the words in it, each for itself. */
  List<Word> split() {
    return parts.size() < 2 ? List.of(this) : parts.stream().map(Word::of).toList();
  }
}
