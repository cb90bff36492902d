package dev.tarn.benchmarks.search;

import dev.tarn.connectors.sample.ScaleGenerator;
import dev.tarn.connectors.sample.ScaleWords;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.change.Change;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/** The questions of a measurement, from the words that the generator writes; a seed decides. */
public final class Questions {
  static final String TEXT = "text, 2 or 3 words";
  static final String HEAD = "text, head terms";
  static final String NAME = "text, a name as it is written";
  static final String TYPO = "text, a word with a typo";
  static final String FILTERED = "text, 2 filters";
  static final String FACETED = "text, 2 filters, 3 facets";
  static final String HEAD_FACETED = "head terms, 2 filters, 3 facets";
  static final String TEXT_FACETS = "text, 3 facets";
  static final String FACETS_OF_ALL = "3 facets over all assets";
  static final String FACETS_OF_MOST = "3 facets over the columns";
  static final String PAGE = "text, 100th page of 100";
  static final String CLOSEST = "autocomplete, closest";
  static final String POPULAR = "autocomplete, by popularity";
  static final String BY_ID = "by id";
  static final String BY_NAME = "by name";

  private static final long SEED = 41;
  private static final int EACH = 2_000;
  private static final int LIMIT = 20;
  private static final int PAGES = 100;
  private static final int PAGE_LIMIT = 100;
  private static final int SUGGESTIONS = 10;
  private static final int SHARED = 50;

  /** How many of the most frequent words count as head terms. */
  private static final int HEADS = 5;

  private static final int MAX_TYPED = 8;
  private static final List<String> FACETS = List.of("type", "platform", "domain");

  private final Random random = new Random(SEED);
  private final ScaleGenerator generator;

  private Questions(ScaleGenerator generator) {
    this.generator = generator;
  }

  /** Returns lists of questions by what they have in common, in the order of the report. */
  public static Map<String, List<Question>> of(ScaleGenerator generator) {
    return new Questions(generator).all();
  }

  /** Returns words that people search for, some of them the most frequent ones. */
  public static List<String> searches(ScaleGenerator generator) {
    Questions questions = new Questions(generator);
    List<String> searches = new ArrayList<>();
    for (int i = 0; i < EACH; i++) {
      searches.add(i % HEADS == 0 ? questions.head() : questions.words());
    }
    return searches;
  }

  private Map<String, List<Question>> all() {
    List<Question> ids = new ArrayList<>();
    List<Question> names = new ArrayList<>();
    List<Question> partsOfNames = new ArrayList<>();
    for (Change.UpsertAsset asset : sample()) {
      ids.add(new Question.ById(AssetId.derive(asset.type(), asset.qualifiedName()).value()));
      names.add(new Question.ByName(asset.type(), asset.qualifiedName()));
      String[] parts = asset.qualifiedName().split("\\.");
      partsOfNames.add(text(parts[parts.length - 1]));
    }
    Map<String, List<Question>> all = new LinkedHashMap<>();
    all.put(TEXT, many(() -> text(words())));
    all.put(HEAD, many(() -> text(head())));
    all.put(NAME, partsOfNames);
    all.put(TYPO, many(() -> text(typo())));
    all.put(FILTERED, many(() -> filtered(words(), List.of())));
    all.put(FACETED, many(() -> filtered(words(), FACETS)));
    all.put(HEAD_FACETED, many(() -> filtered(head(), FACETS)));
    all.put(TEXT_FACETS, many(() -> text(words(), Map.of(), FACETS)));
    all.put(FACETS_OF_ALL, List.of(text("", Map.of(), FACETS)));
    all.put(FACETS_OF_MOST, List.of(text("", Map.of("type", "column"), FACETS)));
    all.put(PAGE, pages());
    all.put(CLOSEST, many(() -> prefix(Question.Prefix.Order.CLOSEST)));
    all.put(POPULAR, many(() -> prefix(Question.Prefix.Order.POPULARITY)));
    all.put(BY_ID, ids);
    all.put(BY_NAME, names);
    return all;
  }

  private List<Question> many(Supplier<Question> one) {
    List<Question> questions = new ArrayList<>();
    for (int i = 0; i < EACH; i++) {
      questions.add(one.get());
    }
    return questions;
  }

  /** Takes some assets from every part of the catalog. */
  private List<Change.UpsertAsset> sample() {
    List<Change.UpsertAsset> sample = new ArrayList<>();
    for (Iterator<Change> part : generator.parts(ScaleGenerator.MAX_PARTS)) {
      int wanted = EACH / ScaleGenerator.MAX_PARTS;
      while (wanted > 0 && part.hasNext()) {
        if (part.next() instanceof Change.UpsertAsset asset) {
          sample.add(asset);
          wanted--;
        }
      }
    }
    return sample;
  }

  /** Words that are in enough assets for so many pages. */
  private static List<Question> pages() {
    return ScaleWords.SUBJECTS.stream()
        .limit(HEADS)
        .<Question>map(
            word ->
                new Question.Page(
                    new Question.Text(word, Map.of(), List.of(), PAGE_LIMIT), PAGES - 1))
        .toList();
  }

  private static Question text(String words) {
    return text(words, Map.of(), List.of());
  }

  private static Question text(String words, Map<String, String> filters, List<String> facets) {
    return new Question.Text(words, filters, facets, LIMIT);
  }

  private Question filtered(String words, List<String> facets) {
    String type = random.nextInt(4) == 0 ? "table" : "column";
    Map<String, String> filters =
        type.equals("table") && random.nextBoolean()
            ? Map.of("type", type, "domain", domain())
            : Map.of("type", type, "status", "active");
    return text(words, filters, facets);
  }

  private String domain() {
    int number = (int) Math.pow(SHARED + 1.0, random.nextDouble()) - 1;
    return AssetId.derive("domain", "domain-" + number).value();
  }

  private String words() {
    String first = zipf(ScaleWords.SUBJECTS);
    String second = zipf(random.nextBoolean() ? ScaleWords.STAGES : ScaleWords.COLUMNS);
    return switch (random.nextInt(5)) {
      case 0 -> first + " " + second + " " + zipf(ScaleWords.PHRASES);
      case 1 -> zipf(ScaleWords.NAMES) + " " + first;
      case 2 -> zipf(ScaleWords.PHRASES) + " " + zipf(ScaleWords.PHRASES);
      default -> first + " " + second;
    };
  }

  private String head() {
    String first = ScaleWords.SUBJECTS.get(random.nextInt(HEADS));
    return switch (random.nextInt(4)) {
      case 0 -> first;
      case 1 -> first + " " + ScaleWords.COLUMNS.get(random.nextInt(HEADS));
      case 2 -> first + " " + ScaleWords.STAGES.get(random.nextInt(HEADS));
      default -> ScaleWords.PHRASES.get(random.nextInt(HEADS));
    };
  }

  /** Leaves out, doubles or swaps one letter in the middle of a word. */
  private String typo() {
    String word = zipf(ScaleWords.SUBJECTS);
    while (word.length() < 6) {
      word = zipf(ScaleWords.SUBJECTS);
    }
    int at = 1 + random.nextInt(word.length() - 3);
    return switch (random.nextInt(3)) {
      case 0 -> word.substring(0, at) + word.substring(at + 1);
      case 1 -> word.substring(0, at) + word.charAt(at) + word.substring(at);
      default ->
          word.substring(0, at) + word.charAt(at + 1) + word.charAt(at) + word.substring(at + 2);
    };
  }

  private Question prefix(Question.Prefix.Order order) {
    String name =
        switch (random.nextInt(3)) {
          case 0 -> zipf(ScaleWords.NAMES);
          case 1 -> zipf(ScaleWords.COLUMNS);
          default -> zipf(ScaleWords.SUBJECTS) + "_" + zipf(ScaleWords.STAGES);
        };
    int typed = 2 + random.nextInt(MAX_TYPED - 1);
    return new Question.Prefix(
        name.substring(0, Math.min(name.length(), typed)).toLowerCase(Locale.ROOT),
        order,
        SUGGESTIONS);
  }

  private String zipf(List<String> words) {
    int rank = (int) Math.pow(words.size() + 1.0, random.nextDouble()) - 1;
    return words.get(Math.min(rank, words.size() - 1));
  }
}
