package dev.tarn.lucene.vector;

import dev.tarn.core.asset.Asset;
import java.util.Map;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.util.BytesRef;

/** Whether the documents of assets have the hashes of their texts, and how they get them. */
public enum TextHashes {
  /** Documents are what they are without vectors, to the byte. */
  OFF,
  /** Live assets have the hash of their text. */
  ON;

  /** The hash, as a term and as a column. */
  public static final String FIELD = "textHash";

  private static final String RECIPE_KEY = "tarn.texts";

  /** Adds the hash to the document of a live asset. */
  public void add(Document document, Asset asset) {
    if (this == ON) {
      BytesRef hash = AssetText.hash(AssetText.of(asset));
      document.add(new StringField(FIELD, hash, Field.Store.NO));
      document.add(new SortedDocValuesField(FIELD, hash));
    }
  }

  /** Returns what the commit data of an index says whose documents are all written so. */
  public Map<String, String> commitData() {
    return this == ON ? Map.of(RECIPE_KEY, AssetText.RECIPE) : Map.of();
  }

  /** Returns how the documents of an index with this commit data are written. */
  public static TextHashes of(Map<String, String> commitData) {
    return AssetText.RECIPE.equals(commitData.get(RECIPE_KEY)) ? ON : OFF;
  }
}
