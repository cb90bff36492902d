package dev.tarn.lucene.search;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.TermFrequencyAttribute;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.index.IndexOptions;
import org.jspecify.annotations.Nullable;

/**
 * All words of an asset without rank in one field, each with the best place where it is. So a
 * search for frequent words reads one list of assets for each word, and not one for each field.
 */
final class PlacedWords {
  private static final FieldType TYPE = type();

  private final Map<String, Place> words = new LinkedHashMap<>();

  private static FieldType type() {
    FieldType type = new FieldType();
    type.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
    type.setTokenized(true);
    type.setOmitNorms(true);
    type.freeze();
    return type;
  }

  void add(List<String> added, Place place) {
    added.forEach(word -> add(word, place));
  }

  private void add(String word, Place place) {
    words.merge(word, place, (a, b) -> a.compareTo(b) >= 0 ? a : b);
  }

  /** Adds the words of a name as they are written and without plural, and its key. */
  void addName(AnalysedText name, String key, Place written, Place stem) {
    List<String> stems = name.stems();
    for (String word : name.written()) {
      if (!stems.contains(word)) {
        add(word, written);
      }
    }
    add(stems, stem);
    add(key, stem);
  }

  Field field() {
    return new WordsField(words);
  }

  private static final class WordsField extends Field {
    private final Map<String, Place> words;

    WordsField(Map<String, Place> words) {
      super(SearchFields.WORD_OF_PART, TYPE);
      this.words = words;
    }

    @Override
    public TokenStream tokenStream(Analyzer analyzer, @Nullable TokenStream reuse) {
      return new Words(words);
    }
  }

  private static final class Words extends TokenStream {
    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final TermFrequencyAttribute frequency = addAttribute(TermFrequencyAttribute.class);
    private final Iterator<Map.Entry<String, Place>> rest;

    Words(Map<String, Place> words) {
      this.rest = words.entrySet().iterator();
    }

    @Override
    public boolean incrementToken() {
      if (!rest.hasNext()) {
        return false;
      }
      clearAttributes();
      Map.Entry<String, Place> next = rest.next();
      term.append(next.getKey());
      frequency.setTermFrequency(next.getValue().frequency());
      return true;
    }
  }
}
