package dev.tarn.testkit;

import dev.tarn.core.type.AttributeDefinition;
import dev.tarn.core.type.AttributeKind;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Seeded names, texts and attribute values, the awkward ones among them. */
public final class RandomValues {
  private static final int LONGEST_NAME_CHARS = 2_048;

  /** Names that are valid and that something, somewhere, takes for syntax. */
  public static final List<String> HOSTILE_NAMES =
      List.of(
          "Robert'); DROP TABLE assets;--",
          "../../etc/passwd",
          "..",
          ".",
          "a..b",
          "trailing.",
          "back\\slash/and/slash",
          "%2e%2e%2f%00",
          "\"double\" and 'single'",
          "`tick` $(command) ${jndi:ldap://x}",
          "<script>alert(1)</script>",
          "null",
          "NULL",
          "true",
          "-1",
          "1e309",
          "*",
          "?at=main#fragment",
          "table:with:colons",
          "urn:li:dataset:(urn:li:dataPlatform:hive,a,PROD)",
          "{\"json\": [1]}",
          "comma, semicolon; pipe|",
          "ünïcödé",
          "e\u0301 decomposed",
          "表.列",
          "I\u0130\u0131i",
          "\u0645\u0631\u062d\u0628\u0627",
          "\uD83D\uDE00.emoji",
          "\uE000private",
          "\uFFFDreplacement",
          "x".repeat(LONGEST_NAME_CHARS));

  /** Names that no asset may have. */
  public static final List<String> INVALID_NAMES =
      List.of(
          "",
          " ",
          " leading",
          "trailing ",
          "line\nbreak",
          "tab\there",
          "nul\u0000",
          "bell\u0007",
          "\u202Ereversed",
          "zero\u200Bwidth",
          "line\u2028separator",
          "half \uD800 surrogate",
          "\uDC00",
          "x".repeat(LONGEST_NAME_CHARS + 1));

  private static final List<String> TEXTS =
      List.of(
          "",
          "One line.",
          "Two\nlines\r\nand a\ttab.",
          "# Markdown\n\n* *list*\n\n```sql\nSELECT 'x' FROM \"t\"\n```",
          "quotes \" ' ` and \\ backslash",
          "control \u0001\u001F\u007F characters",
          "\u05D0\u05D1 \u202Eright to left\u202C",
          "\uD83D\uDC69\u200D\uD83D\uDCBB with a joiner",
          "x".repeat(10_000));

  private static final int MAX_DEPTH = 3;

  private final Random random;

  /** Values that this seed gives, always the same. */
  public RandomValues(long seed) {
    this.random = new Random(seed);
  }

  /** Returns a number from 0 to {@code bound - 1}. */
  public int below(int bound) {
    return random.nextInt(bound);
  }

  /** Returns true once in {@code n} times. */
  public boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  /** Returns one of the items. */
  public <T> T one(List<T> items) {
    return items.get(random.nextInt(items.size()));
  }

  /** Returns 3 to 10 lower-case letters. */
  public String word() {
    StringBuilder word = new StringBuilder();
    int length = 3 + below(8);
    for (int i = 0; i < length; i++) {
      word.append((char) ('a' + below(26)));
    }
    return word.toString();
  }

  /** Returns a valid name; one in four is hostile. */
  public String name() {
    return oneIn(4) ? one(HOSTILE_NAMES) : word() + "." + word();
  }

  /** Returns a valid text, possibly empty. */
  public String text() {
    return oneIn(2) ? one(TEXTS) : word() + " " + word() + " " + word();
  }

  /** Returns a number from 0 to 1. */
  public double score() {
    return oneIn(8) ? below(2) : random.nextDouble();
  }

  /** Returns values for some of the attributes, in the form in which assets hold them. */
  public Map<String, Object> attributes(List<AttributeDefinition> definitions) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (AttributeDefinition definition : definitions) {
      if (definition.required() || oneIn(4)) {
        values.put(definition.name(), value(definition));
      }
    }
    return values;
  }

  /** Returns a value of the attribute, in the form in which assets hold it. */
  public Object value(AttributeDefinition definition) {
    AttributeKind element =
        definition.elementKind() == null ? AttributeKind.STRING : definition.elementKind();
    return switch (definition.kind()) {
      case ENUM -> one(definition.enumValues());
      case LIST -> {
        List<Object> list = new ArrayList<>();
        for (int i = below(4); i > 0; i--) {
          list.add(scalar(element));
        }
        yield list;
      }
      case MAP -> {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = below(4); i > 0; i--) {
          map.put(oneIn(4) ? one(TEXTS.subList(0, 8)) : word(), scalar(element));
        }
        yield map;
      }
      case INTEGER -> inRange(definition);
      case NUMBER -> definition.minimum() == null ? number() : (Object) definition.minimum();
      case STRING, BOOLEAN, TIMESTAMP, DATE, REFERENCE, JSON -> scalar(definition.kind());
    };
  }

  private Long inRange(AttributeDefinition definition) {
    Double minimum = definition.minimum();
    return minimum == null ? integer() : Long.valueOf((long) Math.ceil(minimum));
  }

  private Object scalar(AttributeKind kind) {
    return switch (kind) {
      case STRING -> text();
      case INTEGER -> integer();
      case NUMBER -> number();
      case BOOLEAN -> random.nextBoolean();
      case TIMESTAMP ->
          Instant.ofEpochSecond(below(Integer.MAX_VALUE), below(1_000_000) * 1_000L).toString();
      case DATE -> LocalDate.ofEpochDay(below(40_000)).toString();
      case REFERENCE -> assetId();
      case JSON, ENUM, LIST, MAP -> json(0);
    };
  }

  /** Returns the text of an asset's id. */
  public String assetId() {
    return "%016x%016x".formatted(random.nextLong(), random.nextLong());
  }

  private Long integer() {
    return switch (below(5)) {
      case 0 -> Long.MAX_VALUE;
      case 1 -> Long.MIN_VALUE;
      case 2 -> (1L << 53) + 1;
      default -> random.nextLong() >> below(64);
    };
  }

  private Double number() {
    return switch (below(6)) {
      case 0 -> Double.MIN_VALUE;
      case 1 -> Double.MAX_VALUE;
      case 2 -> 0.1;
      case 3 -> (double) below(100);
      default -> random.nextGaussian();
    };
  }

  private Object json(int depth) {
    return switch (depth >= MAX_DEPTH ? below(4) : below(6)) {
      case 0 -> text();
      case 1 -> integer();
      case 2 -> number();
      case 3 -> random.nextBoolean();
      case 4 -> {
        List<Object> list = new ArrayList<>();
        for (int i = below(4); i > 0; i--) {
          list.add(json(depth + 1));
        }
        yield list;
      }
      default -> {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = below(4); i > 0; i--) {
          map.put(word(), json(depth + 1));
        }
        yield map;
      }
    };
  }
}
