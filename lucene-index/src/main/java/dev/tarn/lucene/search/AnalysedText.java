package dev.tarn.lucene.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.jspecify.annotations.Nullable;

/**
 * The words that an analyzer made of a text. Analysis is most of what a document costs, and several
 * fields need the same words.
 */
final class AnalysedText {
  private final List<String> terms = new ArrayList<>();
  private final List<Integer> increments = new ArrayList<>();

  private AnalysedText() {}

  static AnalysedText of(Analyzer analyzer, String text) {
    AnalysedText analysed = new AnalysedText();
    try (TokenStream stream = analyzer.tokenStream(SearchFields.NAME, text)) {
      CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
      PositionIncrementAttribute increment = stream.addAttribute(PositionIncrementAttribute.class);
      stream.reset();
      while (stream.incrementToken()) {
        analysed.terms.add(term.toString());
        analysed.increments.add(increment.getPositionIncrement());
      }
      stream.end();
    } catch (IOException e) {
      throw new UncheckedIOException("a string is read without files", e);
    }
    return analysed;
  }

  /** Returns all words, in their order. */
  List<String> terms() {
    return terms;
  }

  /** Returns the first word of each place: as it is written, if there are others beside it. */
  List<String> written() {
    List<String> written = new ArrayList<>(terms.size());
    for (int i = 0; i < terms.size(); i++) {
      if (increments.get(i) > 0) {
        written.add(terms.get(i));
      }
    }
    return written;
  }

  /** Returns the last word of each place: its stem, if that differs from what is written. */
  List<String> stems() {
    List<String> stems = new ArrayList<>(terms.size());
    for (int i = 0; i < terms.size(); i++) {
      if (i + 1 == terms.size() || increments.get(i + 1) > 0) {
        stems.add(terms.get(i));
      }
    }
    return stems;
  }

  /** Returns a field with these words in it. */
  Field field(String name, FieldType type) {
    return new WordsField(name, type, this);
  }

  private static final class WordsField extends Field {
    private final AnalysedText words;

    WordsField(String name, FieldType type, AnalysedText words) {
      super(name, type);
      this.words = words;
    }

    @Override
    public TokenStream tokenStream(Analyzer analyzer, @Nullable TokenStream reuse) {
      Words stream = reuse instanceof Words used ? used : new Words();
      stream.read(words);
      return stream;
    }
  }

  private static final class Words extends TokenStream {
    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final PositionIncrementAttribute increment =
        addAttribute(PositionIncrementAttribute.class);
    private AnalysedText words = new AnalysedText();
    private int next;

    void read(AnalysedText text) {
      words = text;
      next = 0;
    }

    @Override
    public boolean incrementToken() {
      if (next == words.terms.size()) {
        return false;
      }
      clearAttributes();
      term.append(words.terms.get(next));
      increment.setPositionIncrement(words.increments.get(next));
      next++;
      return true;
    }
  }
}
