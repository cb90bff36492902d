package dev.tarn.lucene.search;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.core.KeywordAnalyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.en.EnglishMinimalStemFilter;
import org.apache.lucene.analysis.en.KStemFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.miscellaneous.KeywordRepeatFilter;
import org.apache.lucene.analysis.miscellaneous.LimitTokenCountFilter;
import org.apache.lucene.analysis.miscellaneous.PerFieldAnalyzerWrapper;
import org.apache.lucene.analysis.miscellaneous.RemoveDuplicatesTokenFilter;
import org.apache.lucene.analysis.miscellaneous.WordDelimiterGraphFilter;
import org.apache.lucene.analysis.miscellaneous.WordDelimiterIterator;
import org.apache.lucene.analysis.standard.StandardTokenizer;

/**
 * How texts become words. All begin alike: split at what is no letter or digit, at changes of case
 * and between letters and digits; then without case and accents. So {@code customer_id}, {@code
 * customerId} and {@code Customer ID} are the same two words everywhere.
 */
final class SearchAnalysis {
  /** The most words of one asset's prose that can be found. */
  static final int MAX_PROSE_WORDS = 5_000;

  /** What is beyond does not tell names apart. */
  private static final int MAX_KEY_CHARS = 512;

  /** Words of every sentence and of every question. */
  private static final CharArraySet FILLERS = fillers();

  private static final int SPLITS =
      WordDelimiterGraphFilter.GENERATE_WORD_PARTS
          | WordDelimiterGraphFilter.GENERATE_NUMBER_PARTS
          | WordDelimiterGraphFilter.SPLIT_ON_CASE_CHANGE
          | WordDelimiterGraphFilter.SPLIT_ON_NUMERICS
          | WordDelimiterGraphFilter.STEM_ENGLISH_POSSESSIVE;

  /** Words, nothing else done to them. */
  static final Analyzer WORDS =
      new Analyzer() {
        @Override
        protected TokenStreamComponents createComponents(String field) {
          Tokenizer source = new StandardTokenizer();
          return new TokenStreamComponents(source, words(source));
        }
      };

  /** Words, and beside them their singular where they seem to be a plural. */
  static final Analyzer NAMES =
      new Analyzer() {
        @Override
        protected TokenStreamComponents createComponents(String field) {
          Tokenizer source = new StandardTokenizer();
          TokenStream stemmed =
              new EnglishMinimalStemFilter(new KeywordRepeatFilter(words(source)));
          return new TokenStreamComponents(source, new RemoveDuplicatesTokenFilter(stemmed));
        }
      };

  /** Words without plural. */
  static final Analyzer STEMS =
      new Analyzer() {
        @Override
        protected TokenStreamComponents createComponents(String field) {
          Tokenizer source = new StandardTokenizer();
          return new TokenStreamComponents(source, new EnglishMinimalStemFilter(words(source)));
        }
      };

  /** Stems of words, but not of those that every sentence has. */
  static final Analyzer PROSE =
      new Analyzer() {
        @Override
        protected TokenStreamComponents createComponents(String field) {
          Tokenizer source = new StandardTokenizer();
          TokenStream said = new StopFilter(words(source), FILLERS);
          TokenStream stems = new KStemFilter(said);
          return new TokenStreamComponents(
              source, new LimitTokenCountFilter(stems, MAX_PROSE_WORDS));
        }
      };

  /** What writes documents analyses their fields with this. */
  static final Analyzer INDEX =
      new PerFieldAnalyzerWrapper(
          new KeywordAnalyzer(),
          Map.of(
              SearchFields.NAME,
              NAMES,
              SearchFields.TITLE,
              NAMES,
              SearchFields.PATH,
              STEMS,
              SearchFields.COLUMN,
              STEMS,
              SearchFields.PROSE,
              PROSE,
              SearchFields.ofParts(SearchFields.NAME),
              NAMES,
              SearchFields.ofParts(SearchFields.TITLE),
              NAMES,
              SearchFields.ofParts(SearchFields.PATH),
              STEMS,
              SearchFields.ofParts(SearchFields.PROSE),
              PROSE));

  private SearchAnalysis() {}

  private static CharArraySet fillers() {
    CharArraySet fillers = CharArraySet.copy(EnglishAnalyzer.ENGLISH_STOP_WORDS_SET);
    fillers.addAll(List.of("who", "what", "which", "where", "when", "how", "do", "does", "from"));
    return CharArraySet.unmodifiableSet(fillers);
  }

  private static TokenStream words(TokenStream source) {
    // Each part knows where it is in the text, for highlights.
    TokenStream parts =
        new WordDelimiterGraphFilter(
            source, true, WordDelimiterIterator.DEFAULT_WORD_DELIM_TABLE, SPLITS, null);
    return new ASCIIFoldingFilter(new LowerCaseFilter(parts));
  }

  /** Returns the words that an analyzer makes of a text, in their order. */
  static List<String> words(Analyzer analyzer, String text) {
    return AnalysedText.of(analyzer, text).terms();
  }

  /**
   * Returns what makes two names the same name, however they are written: their letters and digits
   * without case and accents, or the text itself if it has none.
   */
  static String key(String name) {
    char[] folded = folded(name);
    StringBuilder key = new StringBuilder(folded.length);
    for (int i = 0; i < folded.length && key.length() < MAX_KEY_CHARS; ) {
      int point = Character.codePointAt(folded, i);
      if (Character.isLetterOrDigit(point)) {
        key.appendCodePoint(point);
      }
      i += Character.charCount(point);
    }
    if (!key.isEmpty()) {
      return key.toString();
    }
    return name.substring(0, Math.min(name.length(), MAX_KEY_CHARS));
  }

  /** Returns a text without case and accents. */
  static String fold(String text) {
    return new String(folded(text));
  }

  private static char[] folded(String text) {
    char[] lower = text.toLowerCase(Locale.ROOT).toCharArray();
    // One character becomes at most four.
    char[] folded = new char[4 * lower.length];
    int length = ASCIIFoldingFilter.foldToASCII(lower, 0, folded, 0, lower.length);
    return Arrays.copyOf(folded, length);
  }
}
