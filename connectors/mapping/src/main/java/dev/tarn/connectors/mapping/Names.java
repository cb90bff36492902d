package dev.tarn.connectors.mapping;

import dev.tarn.core.asset.Owner;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Names of people, labels and kinds. */
public final class Names {
  private static final int MAX_NAME_CHARS = 1_024;
  private static final int MAX_KIND_CHARS = 64;

  private Names() {}

  /** Returns a title as the one visible line that a name has to be. */
  public static String oneLine(String title) {
    StringBuilder line = new StringBuilder(title.length());
    title
        .codePoints()
        .limit(MAX_NAME_CHARS / 2)
        .forEach(
            c -> {
              int type = Character.getType(c);
              if (Character.isISOControl(c)
                  || type == Character.LINE_SEPARATOR
                  || type == Character.PARAGRAPH_SEPARATOR) {
                line.append(' ');
              } else if (type != Character.FORMAT && type != Character.SURROGATE) {
                line.appendCodePoint(c);
              }
            });
    return line.toString().strip();
  }

  /**
   * Returns the owner of this name: {@code team:name} and {@code group:name} are teams, {@code
   * user:name} and all others are users.
   */
  public static Ref owner(String name) {
    int colon = name.indexOf(':');
    if (colon > 0 && colon < name.length() - 1) {
      String key = name.substring(colon + 1);
      if (!key.isBlank()) {
        switch (name.substring(0, colon).strip().toLowerCase(Locale.ROOT)) {
          case "team", "group" -> {
            return new Ref("team", key);
          }
          case "user" -> {
            return new Ref("user", key);
          }
          default -> {}
        }
      }
    }
    return new Ref("user", name);
  }

  /**
   * Returns a label as an owner's kind: {@code TECHNICAL_OWNER} is {@code technical}, {@code
   * DATA_STEWARD} is {@code steward}, and what says nothing is {@code owner}.
   */
  public static String kind(@Nullable String label) {
    if (label == null) {
      return Owner.DEFAULT_KIND;
    }
    String kebab =
        label.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^[-0-9]+|-+$", "");
    String known =
        switch (kebab) {
          case "", "none", "dataowner", "data-owner" -> Owner.DEFAULT_KIND;
          case "technical-owner" -> "technical";
          case "business-owner" -> "business";
          case "data-steward" -> "steward";
          default -> kebab;
        };
    return known.substring(0, Math.min(MAX_KIND_CHARS, known.length())).replaceAll("-+$", "");
  }
}
