package dev.tarn.lucene.search;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The names of the fields that assets are found, counted and sorted by. */
public final class SearchFields {
  /** Words of the name, as written and without plural; with positions and norms. */
  public static final String NAME = "name";

  /** Words of the display name and of synonyms, as {@link #NAME}. */
  public static final String TITLE = "title";

  /** Letters and digits of the whole name, of the display name, and of synonyms. */
  public static final String NAME_KEY = "nameKey";

  /** Words of the qualified name. */
  public static final String PATH = "path";

  /** Words of descriptions and other prose, stemmed; with positions and norms. */
  public static final String PROSE = "prose";

  /** Words of the names of an asset's columns. */
  public static final String COLUMN = "column";

  /** Letters and digits of the whole name of each column. */
  public static final String COLUMN_KEY = "columnKey";

  /** The first letters of the words of names; those of the first word are marked. */
  public static final String BEGINNING = "beginning";

  /** All words of an asset without rank, see {@link PlacedWords}. */
  public static final String WORD_OF_PART = "partWord";

  /** How often a word seems to be in {@link #WORD_OF_PART} that only prose has. */
  public static final int PROSE_FREQUENCY = 1;

  /** {@link #PROSE} of assets without rank. */
  public static final String PROSE_OF_PART = "partProse";

  /** Has the one term {@link #HAS_SYNONYMS} in what is found by synonyms as by its name. */
  public static final String SYNONYMS = "synonyms";

  public static final String HAS_SYNONYMS = "1";

  /** Short attribute values, as {@code name=value}. */
  public static final String ATTRIBUTE = "attribute";

  /** Numbers that add to a score. */
  public static final String SIGNAL = "signal";

  /** The signal of how much an asset matters. */
  public static final String RANK = "rank";

  /** The name in the order of people: without case and accents. */
  public static final String NAME_ORDER = "nameOrder";

  /** In milliseconds since 1970. */
  public static final String CREATED = "created";

  /** In milliseconds since 1970. */
  public static final String UPDATED = "updated";

  /** In millionths. */
  public static final String POPULARITY = "popularity";

  /** In millionths. */
  public static final String QUALITY = "quality";

  public static final String TYPE = "type";
  public static final String PARENT = "parent";
  public static final String PLATFORM = "platform";
  public static final String WORKSPACE = "workspace";
  public static final String DOMAIN = "domain";
  public static final String OWNER = "owner";
  public static final String TAG = "tag";
  public static final String CLASSIFICATION = "classification";
  public static final String TERM = "term";
  public static final String STATUS = "status";

  /** The qualified name, a 0, and the {@link #ID_BYTES} of the id: unique, and sorted by. */
  public static final String ORDER = "assetOrder";

  /** What finds a document: of an asset, an {@code a} and the bytes of its id. */
  public static final String KEY = "key";

  /** Which kind of entity a document is; only what is live has it. */
  public static final String KIND = "kind";

  /** What the {@link #KEY} of an asset begins with. */
  public static final char ASSET_KEY = 'a';

  /** How long an id is in a term. */
  static final int ID_BYTES = 16;

  /** What {@link #POPULARITY} and {@link #QUALITY} are multiplied with. */
  static final double SCORE_SCALE = 1e6;

  /**
   * Fields that assets without rank, nearly all of them columns, have under another name. So a
   * search for the best of the others needs not look at them, however frequent a word is.
   */
  private static final Map<String, String> OF_PARTS =
      Map.of(
          NAME, "partName",
          TITLE, "partTitle",
          NAME_KEY, "partNameKey",
          PATH, "partPath",
          PROSE, PROSE_OF_PART,
          BEGINNING, "partBeginning");

  private static final Map<String, String> TWINS =
      Stream.concat(
              OF_PARTS.entrySet().stream(),
              OF_PARTS.entrySet().stream()
                  .map(field -> Map.entry(field.getValue(), field.getKey())))
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

  /** Fields that have words of the names of columns, which are assets of their own. */
  public static final Set<String> OF_COLUMNS = Set.of(COLUMN, COLUMN_KEY);

  /** Fields that have words of synonyms. */
  public static final Set<String> OF_SYNONYMS =
      Stream.of(TITLE, NAME_KEY, BEGINNING)
          .flatMap(field -> Stream.of(field, ofParts(field)))
          .collect(Collectors.toUnmodifiableSet());

  /** Fields whose dictionaries are read to find out what there is. */
  public static final Set<String> DICTIONARIES =
      Stream.concat(
              Stream.of(WORD_OF_PART, ATTRIBUTE, TYPE, PLATFORM, STATUS), TWINS.keySet().stream())
          .collect(Collectors.toUnmodifiableSet());

  private SearchFields() {}

  /** Returns the name of a field in assets without rank. */
  static String ofParts(String field) {
    return OF_PARTS.getOrDefault(field, field);
  }

  /** Returns whether only assets without rank have a field. */
  static boolean isOfParts(String field) {
    return field.equals(WORD_OF_PART) || OF_PARTS.containsValue(field);
  }

  /** Returns the other name of a field that has two; null for other fields. */
  static @Nullable String twin(String field) {
    return TWINS.get(field);
  }
}
