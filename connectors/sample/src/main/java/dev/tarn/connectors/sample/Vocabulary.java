package dev.tarn.connectors.sample;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The words of the company: what they mean where they are found, and who answers for them. */
final class Vocabulary {
  private final Map<String, String> termByWord = new HashMap<>();
  private final Map<String, String> leadByDomain = new HashMap<>();
  private final Map<String, Sheet.Row> knownColumns = new LinkedHashMap<>();

  Vocabulary(Sheet company, Sheet systems) {
    for (Sheet.Row term : company.rows("terms")) {
      for (String word : term.words(2)) {
        termByWord.putIfAbsent(word, "glossary-term:" + termName(term.cell(0)));
      }
    }
    for (Sheet.Row column : systems.rows("columns")) {
      knownColumns.put(column.cell(0), column);
    }
  }

  /** Returns the qualified name of a term. */
  static String termName(String name) {
    return "larkmoor." + kebab(name);
  }

  static String kebab(String words) {
    return words.toLowerCase(Locale.ROOT).replace(' ', '-');
  }

  /** Returns what people would write for a name with underscores. */
  static String words(String name) {
    return name.replace('_', ' ').replace('-', ' ');
  }

  static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  void lead(String domain, String user) {
    leadByDomain.put(domain, user);
  }

  String lead(String domain) {
    return Objects.requireNonNull(leadByDomain.get(domain), domain);
  }

  /** Returns the terms that a table or column of this name is an instance of. */
  List<String> terms(String name) {
    String term = termByWord.get(name);
    return term == null ? List.of() : List.of(term);
  }

  /**
   * What is known of a column by its name alone.
   *
   * @param classification empty if it has none
   */
  record Column(String name, String dataType, String classification, String description) {}

  /**
   * Returns a column of a table.
   *
   * @param row what one row of the table is
   */
  Column column(String name, String row) {
    Sheet.Row known = knownColumns.get(name);
    if (known != null) {
      String classification = known.cell(2).equals("-") ? "" : known.cell(2);
      return new Column(name, known.cell(1), classification, known.cell(3));
    }
    return new Column(name, dataType(name), "", description(name, row));
  }

  static String dataType(String name) {
    if (name.equals("id") || name.endsWith("_id")) {
      return "bigint";
    }
    if (name.startsWith("is_") || name.startsWith("has_") || name.equals("passed_exam")) {
      return "boolean";
    }
    return switch (lastWord(name)) {
      case "at" -> "timestamptz";
      case "date", "from", "to" -> "date";
      case "amount", "price", "cost", "fee" -> "numeric(12,2)";
      case "rate" -> "numeric(7,4)";
      case "quantity", "count", "grams", "days", "minutes", "points", "key" -> "integer";
      case "limit", "value" -> "double precision";
      default -> "text";
    };
  }

  private static String description(String name, String row) {
    if (name.equals("id") || name.equals(row.replace(' ', '_') + "_id")) {
      return "Identifies the " + row + ".";
    }
    String stem = words(stem(name));
    if (name.endsWith("_id")) {
      return "The " + stem + " that the " + row + " belongs to.";
    }
    if (name.startsWith("is_") || name.startsWith("has_")) {
      return "Whether the " + row + " " + words(name) + ".";
    }
    return switch (lastWord(name)) {
      case "at" -> "When the " + row + " was " + stem + ", UTC.";
      case "by" -> "Account that " + stem + " the " + row + ".";
      case "name" -> "Name of the " + stem + ".";
      case "status" -> "Where the " + row + " stands.";
      case "number", "code" -> capital(words(name)) + ", as people quote it.";
      case "from" -> "First day on which the " + row + " holds.";
      case "to" -> "Last day on which the " + row + " holds; empty while it does.";
      case "date" -> "The " + stem + " day of the " + row + ".";
      case "amount", "price", "cost", "fee" ->
          capital(words(name)) + " of the " + row + ", in its currency.";
      case "rate" -> capital(stem) + " as a part of the whole, from 0 to 1.";
      case "count" -> "Number of " + stem + "s.";
      case "quantity" -> "Pieces " + stem + ".";
      default -> capital(words(name)) + " of the " + row + ".";
    };
  }

  private static String lastWord(String name) {
    return name.substring(name.lastIndexOf('_') + 1);
  }

  private static String stem(String name) {
    int cut = name.lastIndexOf('_');
    return cut < 0 ? name : name.substring(0, cut);
  }

  /** Returns how the lakehouse writes a type of the operational databases. */
  static String lakeType(String dataType) {
    if (dataType.startsWith("numeric")) {
      return dataType.replace("numeric", "decimal").replace(",", ", ");
    }
    return switch (dataType) {
      case "bigint" -> "long";
      case "integer" -> "int";
      case "double precision" -> "double";
      case "boolean", "date", "timestamptz" -> dataType;
      default -> "string";
    };
  }
}
