package dev.tarn.lucene.search;

import java.util.function.Predicate;
import org.apache.lucene.index.Term;
import org.apache.lucene.queryparser.flexible.core.util.UnescapedCharSequence;
import org.apache.lucene.search.WildcardQuery;
import org.apache.lucene.util.automaton.CharacterRunAutomaton;
import org.apache.lucene.util.automaton.Operations;
import org.apache.lucene.util.automaton.TooComplexToDeterminizeException;
import org.jspecify.annotations.Nullable;

/**
 * A word with {@code *} for any letters and {@code ?} for one.
 *
 * @param prefix what comes before the first of them
 * @param matches whether a term, which has the prefix, is of the form
 */
record Wildcard(String prefix, Predicate<String> matches) {
  private static final int MAX_WILDCARDS = 16;
  private static final int MAX_DETERMINIZE_WORK = 10_000;

  /** Returns whether a text has a wildcard that is not escaped. */
  static boolean isOne(CharSequence text) {
    return count(text) > 0;
  }

  private static int count(CharSequence text) {
    int count = 0;
    for (int i = 0; i < text.length(); i++) {
      if (isWild(text, i)) {
        count++;
      }
    }
    return count;
  }

  private static boolean isWild(CharSequence text, int i) {
    char at = text.charAt(i);
    return (at == '*' || at == '?') && !UnescapedCharSequence.wasEscaped(text, i);
  }

  /**
   * Returns the form of terms that are keys of names: letters and digits count, nothing else.
   * Returns null if it is too complex.
   */
  static @Nullable Wildcard ofKey(CharSequence text) {
    return of(text, "", true);
  }

  /**
   * Returns the form of terms that are values; case and accents do not count. Returns null if it is
   * too complex.
   *
   * @param before what each term begins with
   */
  static @Nullable Wildcard ofValue(String before, CharSequence text) {
    return of(text, before, false);
  }

  private static @Nullable Wildcard of(CharSequence text, String before, boolean key) {
    if (count(text) > MAX_WILDCARDS) {
      return null;
    }
    StringBuilder pattern = new StringBuilder(escaped(before));
    StringBuilder prefix = new StringBuilder(before);
    boolean wild = false;
    int from = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i < text.length() && !isWild(text, i)) {
        continue;
      }
      String literal = literal(text.subSequence(from, i).toString(), key);
      pattern.append(escaped(literal));
      if (!wild) {
        prefix.append(literal);
      }
      if (i < text.length()) {
        pattern.append(text.charAt(i));
        wild = true;
      }
      from = i + 1;
    }
    try {
      CharacterRunAutomaton automaton =
          new CharacterRunAutomaton(
              Operations.determinize(
                  WildcardQuery.toAutomaton(
                      new Term(SearchFields.NAME, pattern.toString()), MAX_DETERMINIZE_WORK),
                  MAX_DETERMINIZE_WORK));
      return new Wildcard(prefix.toString(), automaton::run);
    } catch (TooComplexToDeterminizeException e) {
      return null;
    }
  }

  /** Returns a part between wildcards as terms have it. */
  private static String literal(String text, boolean key) {
    String folded = SearchAnalysis.fold(text);
    return key
        ? folded
            .codePoints()
            .filter(Character::isLetterOrDigit)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString()
        : folded;
  }

  private static String escaped(String literal) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < literal.length(); i++) {
      char at = literal.charAt(i);
      if (at == '*' || at == '?' || at == '\\') {
        escaped.append('\\');
      }
      escaped.append(at);
    }
    return escaped.toString();
  }
}
