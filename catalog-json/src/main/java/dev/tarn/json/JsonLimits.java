package dev.tarn.json;

/** The limits of JSON that comes from outside. */
public final class JsonLimits {
  /** The longest line of a stream, and the longest document, in bytes. */
  public static final int MAX_LINE_BYTES = 16 * 1024 * 1024;

  /** How deep objects and arrays may be nested, the outermost included. */
  public static final int MAX_NESTING_DEPTH = 64;

  /** The longest name of a member of an object, in bytes. */
  public static final int MAX_NAME_BYTES = 4_096;

  /** The longest number, in characters. */
  public static final int MAX_NUMBER_CHARS = 1_000;

  private JsonLimits() {}
}
