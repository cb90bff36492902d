package dev.tarn.core.table;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.change.AssetLocator;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Qualified names of the assets of tables, views, namespaces and columns: {@code
 * iceberg.<namespace>.<table>.<column path>}. Whatever an engine takes for a name becomes one that
 * the catalog takes, and two that differ stay so.
 */
public final class EntryNames {
  /** The platform of all that engines commit here. */
  public static final String PLATFORM = "iceberg";

  /** The type of the assets of tables. */
  public static final String TABLE = "table";

  /** The type of the assets of views. */
  public static final String VIEW = "view";

  /** The type of the assets of namespaces. */
  public static final String NAMESPACE = "schema";

  /** The type of the assets of columns. */
  public static final String COLUMN = "column";

  /** A little less than assets may have. */
  private static final int MAX_QUALIFIED_NAME_CHARS = 2_000;

  private static final int MAX_NAME_CHARS = 1_000;

  /**
   * The attributes of a table, view, namespace or column that say what its metadata says: they are
   * written by commits of the table alone.
   */
  public static final Set<String> ATTRIBUTES =
      Set.of(
          "dataType",
          "externalId",
          "fieldId",
          "fieldPath",
          "format",
          "location",
          "maintenance",
          "metadata",
          "nullable",
          "ordinal",
          "partitionKey",
          "partitioning",
          "primaryKey",
          "properties",
          "rawSchema",
          "rowCount",
          "sizeBytes",
          "sortOrder",
          "sourceUpdatedAt",
          "sql",
          "subTypes");

  private EntryNames() {}

  /** Returns the type of the asset of a kind of thing. */
  public static String type(PointerKind kind) {
    return switch (kind) {
      case TABLE -> TABLE;
      case VIEW -> VIEW;
      case NAMESPACE -> NAMESPACE;
    };
  }

  /** Returns the qualified name of what a name stands for. */
  public static String qualifiedName(TableName name) {
    return fitting(
        PLATFORM
            + "."
            + name.levels().stream().map(EntryNames::quoted).collect(Collectors.joining(".")),
        MAX_QUALIFIED_NAME_CHARS);
  }

  /** Returns the qualified name of a column of a table or view. */
  public static String column(TableName table, String path) {
    return fitting(qualifiedName(table) + "." + visible(path), MAX_QUALIFIED_NAME_CHARS);
  }

  /** Returns the asset of what a name stands for. */
  public static AssetLocator locator(String type, TableName name) {
    return new AssetLocator.ByName(type, qualifiedName(name));
  }

  /** Returns the asset of a column of a table or view. */
  public static AssetLocator columnLocator(TableName table, String path) {
    return new AssetLocator.ByName(COLUMN, column(table, path));
  }

  /** Returns a short name. */
  public static String shortName(String name) {
    return fitting(visible(name), MAX_NAME_CHARS);
  }

  private static String quoted(String level) {
    String visible = visible(level);
    return visible.indexOf('.') < 0 && visible.indexOf('"') < 0
        ? visible
        : '"' + visible.replace("\"", "\"\"") + '"';
  }

  /** Writes out what a name may not have: what cannot be seen, and white space at its ends. */
  private static String visible(String text) {
    StringBuilder visible = new StringBuilder(text.length());
    int end = text.length();
    for (int i = 0; i < end; ) {
      int c = text.codePointAt(i);
      int next = i + Character.charCount(c);
      boolean outer = i == 0 || next == end;
      if (c == '\\' || isHidden(c) || (outer && Character.isWhitespace(c))) {
        visible.append("\\u{").append(Integer.toHexString(c)).append('}');
      } else {
        visible.appendCodePoint(c);
      }
      i = next;
    }
    return visible.toString();
  }

  private static boolean isHidden(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }

  private static String fitting(String text, int maxChars) {
    if (text.length() <= maxChars) {
      return text;
    }
    String digest = AssetId.derive(PLATFORM, text).value();
    int end = maxChars - digest.length() - 1;
    end = Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
    return text.substring(0, end) + '~' + digest;
  }
}
