package dev.tarn.lucene.vector;

import dev.tarn.core.asset.Asset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.StringJoiner;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.core.WhitespaceTokenizer;
import org.apache.lucene.analysis.miscellaneous.WordDelimiterGraphFilter;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.util.BytesRef;

/**
 * The text by which an asset is found by meaning: its type and the words of its name, what people
 * call it, its description and definition. Nothing of where it lies: a column's text is the same in
 * every table, so a catalog has far fewer texts than assets.
 */
final class AssetText {
  /** Changes with what the text is made of: hashes of two recipes are never compared. */
  static final String RECIPE = "1";

  /** The longest text, in characters: about what a sentence encoder reads at once. */
  static final int MAX_CHARACTERS = 1_000;

  /** So long that two of a billion texts share a hash with a chance of one in ten billion. */
  private static final int HASH_BYTES = 12;

  private static final String DEFINITION = "definition";

  private static final Analyzer NAME_WORDS =
      new Analyzer() {
        @Override
        protected TokenStreamComponents createComponents(String field) {
          Tokenizer source = new WhitespaceTokenizer();
          int splits =
              WordDelimiterGraphFilter.GENERATE_WORD_PARTS
                  | WordDelimiterGraphFilter.GENERATE_NUMBER_PARTS
                  | WordDelimiterGraphFilter.SPLIT_ON_CASE_CHANGE;
          return new TokenStreamComponents(
              source, new LowerCaseFilter(new WordDelimiterGraphFilter(source, splits, null)));
        }
      };

  private AssetText() {}

  /** Returns the text of a live asset. */
  static String of(Asset asset) {
    StringBuilder text = new StringBuilder();
    text.append(asset.type().replace('-', ' ')).append(": ").append(words(asset.name()));
    if (asset.displayName() != null && !asset.displayName().equals(asset.name())) {
      text.append(". ").append(asset.displayName());
    }
    if (asset.description() != null) {
      text.append(". ").append(asset.description());
    }
    if (asset.attributes().get(DEFINITION) instanceof String definition) {
      text.append(". ").append(definition);
    }
    if (text.length() > MAX_CHARACTERS) {
      boolean tearing = Character.isHighSurrogate(text.charAt(MAX_CHARACTERS - 1));
      text.setLength(tearing ? MAX_CHARACTERS - 1 : MAX_CHARACTERS);
    }
    return text.toString();
  }

  private static String words(String name) {
    StringJoiner words = new StringJoiner(" ");
    try (TokenStream stream = NAME_WORDS.tokenStream("name", name)) {
      CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
      stream.reset();
      while (stream.incrementToken()) {
        words.add(term.toString());
      }
      stream.end();
    } catch (IOException e) {
      throw new UncheckedIOException("a string is read without files", e);
    }
    return words.length() == 0 ? name : words.toString();
  }

  /** Returns the term that stands for a text. */
  static BytesRef hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return new BytesRef(digest, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
