package dev.tarn.core.scope;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;

/** Who asks: a stable name such as {@code user:alice} or {@code service:airflow}. */
public record Actor(String name) implements Principal {
  /** The longest name, in characters. */
  public static final int MAX_NAME_CHARS = 256;

  /** The one administrator of an embedded installation. */
  public static final Actor LOCAL_ADMINISTRATOR = new Actor("user:admin");

  /** Tarn itself: recovery and maintenance. */
  public static final Actor SYSTEM = new Actor("system:tarn");

  public Actor {
    if (name.isBlank()
        || name.length() > MAX_NAME_CHARS
        || name.chars().anyMatch(Character::isISOControl)) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_NAME,
          "actor",
          "an actor is 1 to " + MAX_NAME_CHARS + " printable characters");
    }
  }

  /** An actor in the process itself is who it says. */
  @Override
  public Actor actor() {
    return this;
  }

  @Override
  public String toString() {
    return name;
  }
}
