package dev.tarn.lucene.search;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Owner;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.FeatureField;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.SortedSetDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** Adds to the documents of assets what they are found by. */
public final class SearchDocuments {
  /** The longest attribute value that can be searched for, in characters. */
  static final int MAX_ATTRIBUTE_CHARS = 128;

  /** The most attribute values of one asset that can be searched for. */
  static final int MAX_ATTRIBUTE_VALUES = 64;

  /** The most synonyms that an asset is found by. */
  static final int MAX_SYNONYMS = 64;

  /** How many letters of each word a beginning has at most; longer ones are few per index. */
  static final int MAX_BEGINNING_CHARS = 8;

  /** Before the beginning of a name. */
  static final char NAME_BEGINS = '^';

  /** The order of names looks at so many characters. */
  private static final int MAX_ORDER_CHARS = 256;

  /** Attributes that people write in sentences, besides the description. */
  private static final List<String> PROSE_ATTRIBUTES =
      List.of("definition", "content", "rule", "label", "title", "department", "expression");

  private static final String SYNONYMS = "synonyms";

  private static final FieldType TEXT = type(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS, true);
  private static final FieldType WORD_SET = type(IndexOptions.DOCS, false);

  private SearchDocuments() {}

  private static FieldType type(IndexOptions options, boolean norms) {
    FieldType type = new FieldType();
    type.setIndexOptions(options);
    type.setTokenized(true);
    type.setOmitNorms(!norms);
    type.freeze();
    return type;
  }

  /** Returns the analyzer that an index with such documents is written with. */
  public static Analyzer analyzer() {
    return SearchAnalysis.INDEX;
  }

  /**
   * Adds the fields of a live asset. Those of its references and its type are expected to be there,
   * as terms.
   *
   * @param columnNames of the asset's columns, if it has some
   */
  public static void add(Document document, Asset asset, List<String> columnNames) {
    UnaryOperator<String> fields = fields(asset);
    PlacedWords words = new PlacedWords();
    addNames(document, asset, fields, words);
    addPath(document, asset, fields.apply(SearchFields.PATH), words);
    addProse(document, asset, fields.apply(SearchFields.PROSE), words);
    addColumns(document, columnNames);
    addAttributes(document, asset.attributes());
    addValues(document, asset);
    addNumbers(document, asset);
    if (!isRanked(asset)) {
      document.add(words.field());
    }
  }

  private static boolean isRanked(Asset asset) {
    return Ranking.rank(asset) > 0;
  }

  private static UnaryOperator<String> fields(Asset asset) {
    return isRanked(asset) ? UnaryOperator.identity() : SearchFields::ofParts;
  }

  private static void addNames(
      Document document, Asset asset, UnaryOperator<String> fields, PlacedWords words) {
    Set<String> keys = new LinkedHashSet<>();
    Set<String> beginnings = new LinkedHashSet<>();
    AnalysedText name = AnalysedText.of(SearchAnalysis.NAMES, asset.name());
    String nameKey = SearchAnalysis.key(asset.name());
    document.add(name.field(fields.apply(SearchFields.NAME), TEXT));
    keys.add(nameKey);
    addBeginnings(beginnings, name);
    words.addName(name, nameKey, Place.NAME, Place.NAME_STEM);
    for (String text : titles(asset)) {
      AnalysedText title = AnalysedText.of(SearchAnalysis.NAMES, text);
      String titleKey = SearchAnalysis.key(text);
      document.add(title.field(fields.apply(SearchFields.TITLE), TEXT));
      keys.add(titleKey);
      addBeginnings(beginnings, title);
      words.addName(title, titleKey, Place.TITLE, Place.TITLE_STEM);
    }
    addTerms(document, fields.apply(SearchFields.NAME_KEY), keys);
    addTerms(document, fields.apply(SearchFields.BEGINNING), beginnings);
    if (!strings(asset.attributes().get(SYNONYMS)).isEmpty()) {
      addTerms(document, SearchFields.SYNONYMS, Set.of(SearchFields.HAS_SYNONYMS));
    }
  }

  private static Set<String> titles(Asset asset) {
    Set<String> titles = new LinkedHashSet<>();
    if (asset.displayName() != null) {
      titles.add(asset.displayName());
    }
    strings(asset.attributes().get(SYNONYMS)).stream().limit(MAX_SYNONYMS).forEach(titles::add);
    titles.remove(asset.name());
    return titles;
  }

  private static void addBeginnings(Set<String> beginnings, AnalysedText name) {
    boolean first = true;
    for (String word : name.written()) {
      int longest = Math.min(MAX_BEGINNING_CHARS, word.codePointCount(0, word.length()));
      for (int chars = 1; chars <= longest; chars++) {
        String beginning = word.substring(0, word.offsetByCodePoints(0, chars));
        beginnings.add(first ? NAME_BEGINS + beginning : beginning);
      }
      first = false;
    }
  }

  private static void addPath(Document document, Asset asset, String field, PlacedWords words) {
    AnalysedText path = AnalysedText.of(SearchAnalysis.STEMS, asset.qualifiedName());
    document.add(path.field(field, WORD_SET));
    words.add(path.terms(), Place.PATH);
  }

  private static void addProse(Document document, Asset asset, String field, PlacedWords words) {
    for (String text : prose(asset)) {
      AnalysedText prose = AnalysedText.of(SearchAnalysis.PROSE, text);
      document.add(prose.field(field, TEXT));
      words.add(prose.terms(), Place.PROSE);
    }
  }

  private static List<String> prose(Asset asset) {
    List<String> texts = new ArrayList<>();
    if (asset.description() != null) {
      texts.add(asset.description());
    }
    for (String attribute : PROSE_ATTRIBUTES) {
      texts.addAll(strings(asset.attributes().get(attribute)));
    }
    return texts;
  }

  private static List<String> strings(@Nullable Object value) {
    return switch (value) {
      case String text -> List.of(text);
      case List<?> list ->
          list.stream().filter(String.class::isInstance).map(String.class::cast).toList();
      case null, default -> List.of();
    };
  }

  private static void addColumns(Document document, List<String> columnNames) {
    Set<String> keys = new HashSet<>();
    for (String name : columnNames) {
      document.add(new Field(SearchFields.COLUMN, name, WORD_SET));
      keys.add(SearchAnalysis.key(name));
    }
    addTerms(document, SearchFields.COLUMN_KEY, keys);
  }

  private static void addAttributes(Document document, Map<String, Object> attributes) {
    Set<String> terms = new LinkedHashSet<>();
    attributes.forEach((name, value) -> addAttribute(terms, name, value));
    addTerms(document, SearchFields.ATTRIBUTE, terms);
  }

  private static void addAttribute(Set<String> terms, String name, Object value) {
    switch (value) {
      case List<?> list -> list.forEach(element -> addScalar(terms, name, element));
      case Map<?, ?> map -> map.forEach((key, one) -> addScalar(terms, name + "." + key, one));
      default -> addScalar(terms, name, value);
    }
  }

  private static void addScalar(Set<String> terms, String name, Object value) {
    if (value instanceof List || value instanceof Map || terms.size() == MAX_ATTRIBUTE_VALUES) {
      return;
    }
    String text = value.toString();
    if (name.length() <= MAX_ATTRIBUTE_CHARS && text.length() <= MAX_ATTRIBUTE_CHARS) {
      terms.add(attribute(name, text));
    }
  }

  /** Returns the term of an attribute's value. */
  static String attribute(String name, String value) {
    return name + "=" + SearchAnalysis.fold(value);
  }

  private static void addTerms(Document document, String field, Collection<String> terms) {
    for (String term : terms) {
      document.add(new StringField(field, term, Field.Store.NO));
    }
  }

  /** Adds what is counted by facets. */
  private static void addValues(Document document, Asset asset) {
    document.add(new SortedDocValuesField(SearchFields.TYPE, new BytesRef(asset.type())));
    document.add(
        new SortedDocValuesField(SearchFields.STATUS, new BytesRef(asset.status().code())));
    if (asset.platform() != null) {
      document.add(new SortedDocValuesField(SearchFields.PLATFORM, new BytesRef(asset.platform())));
    }
    addValue(document, SearchFields.WORKSPACE, asset.workspaceId());
    addValue(document, SearchFields.DOMAIN, asset.domainId());
    asset.owners().stream()
        .map(Owner::id)
        .distinct()
        .forEach(id -> addToSet(document, SearchFields.OWNER, id));
    asset.tags().forEach(id -> addToSet(document, SearchFields.TAG, id));
    asset.classifications().forEach(id -> addToSet(document, SearchFields.CLASSIFICATION, id));
    asset.terms().forEach(id -> addToSet(document, SearchFields.TERM, id));
  }

  private static void addValue(Document document, String field, @Nullable AssetId id) {
    if (id != null) {
      document.add(new SortedDocValuesField(field, id(id)));
    }
  }

  private static void addToSet(Document document, String field, AssetId id) {
    document.add(new SortedSetDocValuesField(field, id(id)));
  }

  /** Returns the term for a reference: an id in half the space of its text. */
  static BytesRef id(AssetId id) {
    return new BytesRef(HexFormat.of().parseHex(id.value()));
  }

  /** Returns the reference of which a term was made. */
  static AssetId id(BytesRef term) {
    byte[] bytes = new byte[term.length];
    ByteBuffer.wrap(term.bytes, term.offset, term.length).get(bytes);
    return new AssetId(HexFormat.of().formatHex(bytes));
  }

  private static void addNumbers(Document document, Asset asset) {
    String order = SearchAnalysis.fold(asset.name());
    document.add(
        new SortedDocValuesField(
            SearchFields.NAME_ORDER,
            new BytesRef(order.substring(0, Math.min(order.length(), MAX_ORDER_CHARS)))));
    addNumber(document, SearchFields.CREATED, asset.createdAt().toEpochMilli());
    addNumber(document, SearchFields.UPDATED, asset.updatedAt().toEpochMilli());
    addScore(document, SearchFields.POPULARITY, asset.popularity());
    addScore(document, SearchFields.QUALITY, asset.quality());
    float rank = Ranking.rank(asset);
    if (rank > 0) {
      document.add(new FeatureField(SearchFields.SIGNAL, SearchFields.RANK, rank));
    }
  }

  private static void addScore(Document document, String field, @Nullable Double score) {
    if (score != null) {
      addNumber(document, field, Math.round(score * SearchFields.SCORE_SCALE));
      if (field.equals(SearchFields.POPULARITY) && score > 0) {
        document.add(new FeatureField(SearchFields.SIGNAL, field, score.floatValue()));
      }
    }
  }

  private static void addNumber(Document document, String field, long number) {
    document.add(NumericDocValuesField.indexedField(field, number));
  }
}
