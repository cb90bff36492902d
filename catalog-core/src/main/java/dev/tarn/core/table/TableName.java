package dev.tarn.core.table;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The name of a table, view or namespace: the namespaces that it is in, outermost first, then its
 * own. All three share one tree of names, so a table and a namespace cannot have the same.
 *
 * @param levels 1 to {@link #MAX_LEVELS}, none empty, without control characters; together at most
 *     {@link #MAX_BYTES} in UTF-8, with one more for each level
 */
public record TableName(List<String> levels) {
  /** The most levels. */
  public static final int MAX_LEVELS = 20;

  /** The longest name: what Nessie takes for a key, less what it adds itself. */
  public static final int MAX_BYTES = 480;

  /** The outermost namespace that belongs to Tarn: its own tables are there, to read only. */
  public static final String RESERVED = "tarn";

  public TableName {
    levels = List.copyOf(levels);
    if (levels.isEmpty() || levels.size() > MAX_LEVELS) {
      throw invalid("a name has 1 to " + MAX_LEVELS + " levels");
    }
    int bytes = 0;
    for (String level : levels) {
      if (level.isEmpty()
          || level.chars().anyMatch(Character::isISOControl)
          || !StandardCharsets.UTF_8.newEncoder().canEncode(level)) {
        throw invalid("a level of a name is not empty, and has no control characters");
      }
      bytes += level.getBytes(StandardCharsets.UTF_8).length + 1;
    }
    if (bytes > MAX_BYTES) {
      throw invalid("a name with its namespaces has at most " + MAX_BYTES + " bytes");
    }
  }

  private static CatalogException invalid(String message) {
    return CatalogException.ofField(ErrorCode.INVALID_NAME, "name", message);
  }

  /** Returns the name with these levels. */
  public static TableName of(String... levels) {
    return new TableName(List.of(levels));
  }

  /** Returns the last level. */
  public String name() {
    return levels.getLast();
  }

  /** Returns the namespace that the name is in; empty for an outermost one. */
  public Optional<TableName> parent() {
    return levels.size() == 1
        ? Optional.empty()
        : Optional.of(new TableName(levels.subList(0, levels.size() - 1)));
  }

  /** Returns a name in the namespace that this one stands for. */
  public TableName child(String name) {
    List<String> all = new ArrayList<>(levels);
    all.add(name);
    return new TableName(all);
  }

  /** Returns whether the name is within Tarn's own namespace, in whatever case it is written. */
  public boolean isReserved() {
    return levels.getFirst().toLowerCase(Locale.ROOT).equals(RESERVED);
  }

  /** Returns the refusal to change what is within Tarn's own namespace. */
  public CatalogException reserved() {
    return CatalogException.ofField(
        ErrorCode.INVALID_NAME,
        "name",
        "the namespace " + RESERVED + " is the catalog's own, and only read");
  }

  /** Returns the levels with dots between them, for people: it does not read back. */
  @Override
  public String toString() {
    return String.join(".", levels);
  }
}
