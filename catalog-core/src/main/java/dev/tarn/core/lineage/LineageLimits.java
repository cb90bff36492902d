package dev.tarn.core.lineage;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.type.BuiltInTypes;
import java.util.Set;

/** The limits of questions about lineage, and what holds where nothing is said. */
public final class LineageLimits {
  /** The most edges between the start and a node. */
  public static final int MAX_DEPTH = 100;

  public static final int DEFAULT_DEPTH = 3;

  /** The most neighbours of one node, on one side. */
  public static final int MAX_FAN_OUT = 10_000;

  public static final int DEFAULT_FAN_OUT = 100;

  /** The most nodes of one answer. */
  public static final int MAX_NODES = 10_000;

  public static final int DEFAULT_NODES = 1_000;

  /** The most relationship types that one walk goes along. */
  public static final int MAX_TYPES = 10;

  public static final Set<String> DEFAULT_TYPES = Set.of(BuiltInTypes.LINEAGE);

  /** How far a search for paths goes where nothing is said. */
  public static final int DEFAULT_PATH_DEPTH = 20;

  /** The most paths of one answer. */
  public static final int MAX_PATHS = 100;

  public static final int DEFAULT_PATHS = 10;

  /** After so many nodes a search for paths gives up, and says so. */
  public static final int MAX_PATH_NODES = 1_000_000;

  /** The most nodes that a stream of what is affected hands over at once. */
  public static final int IMPACT_PAGE = 1_000;

  /** The first page has fewer, so that something comes soon. */
  public static final int IMPACT_FIRST_PAGE = 100;

  /** The most groups that a summary has by one field; the others are counted together. */
  public static final int MAX_GROUPS = 1_000;

  private LineageLimits() {}

  static void within(String name, int value, int max) {
    if (value < 1 || value > max) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_REQUEST, name, name + " is from 1 to " + max);
    }
  }

  static Set<String> types(Set<String> types) {
    within("types", types.size(), MAX_TYPES);
    return Set.copyOf(types);
  }
}
