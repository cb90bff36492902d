package dev.tarn.rest.report;

import java.util.Locale;

/** What engines write differently, in the SQL of a report. */
enum Dialect {
  TRINO {
    @Override
    String table(String catalog, String table) {
      // A view's default catalog would be one for all dialects; Spark knows its own.
      return quoted(catalog) + "." + quoted(Reports.NAMESPACE) + "." + quoted(table);
    }

    private static String quoted(String name) {
      return '"' + name.replace("\"", "\"\"") + '"';
    }

    @Override
    String text(String json, String path) {
      return "json_extract_scalar(" + json + ", '$." + path + "')";
    }

    @Override
    String json(String json, String path) {
      return "json_format(json_extract(" + json + ", '$." + path + "'))";
    }

    @Override
    String contains(String list, String value) {
      return "contains(" + list + ", '" + value + "')";
    }

    @Override
    String instant(String text) {
      return "CAST(from_iso8601_timestamp(" + text + ") AS timestamp(6) with time zone)";
    }

    @Override
    String hoursSince(String time) {
      return "date_diff('second', " + time + ", current_timestamp) / 3600e0";
    }

    @Override
    String eachText(String list, String column) {
      return "CROSS JOIN UNNEST(" + list + ") AS each_" + column + " (" + column + ")";
    }

    @Override
    String eachOwner(String list) {
      return "CROSS JOIN UNNEST(" + list + ") AS each_owner (owner_id, owner_kind)";
    }
  },

  SPARK {
    @Override
    String table(String catalog, String table) {
      return table;
    }

    @Override
    String text(String json, String path) {
      return json(json, path);
    }

    @Override
    String json(String json, String path) {
      return "get_json_object(" + json + ", '$." + path + "')";
    }

    @Override
    String contains(String list, String value) {
      return "array_contains(" + list + ", '" + value + "')";
    }

    @Override
    String instant(String text) {
      return "CAST(" + text + " AS timestamp)";
    }

    @Override
    String hoursSince(String time) {
      return "(unix_timestamp(current_timestamp()) - unix_timestamp(" + time + ")) / 3600D";
    }

    @Override
    String eachText(String list, String column) {
      return "LATERAL VIEW explode(" + list + ") each_" + column + " AS " + column;
    }

    @Override
    String eachOwner(String list) {
      return "LATERAL VIEW inline(" + list + ") each_owner AS owner_id, owner_kind";
    }
  };

  /** Returns the name under which engines look for their SQL. */
  String representation() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the name of one of the catalog's own tables.
   *
   * @param catalog by which the engine knows this catalog
   */
  abstract String table(String catalog, String table);

  /** Returns the text at a path of a column of JSON; null where there is none. */
  abstract String text(String json, String path);

  /** Returns the JSON at a path of a column of JSON; null where there is none. */
  abstract String json(String json, String path);

  abstract String contains(String list, String value);

  /** Returns the time that a text of ISO 8601 says. */
  abstract String instant(String text);

  abstract String hoursSince(String time);

  /** Returns the join with each text of a list. */
  abstract String eachText(String list, String column);

  /** Returns the join with each owner of a list, as {@code owner_id} and {@code owner_kind}. */
  abstract String eachOwner(String list);
}
