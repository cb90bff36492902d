package dev.tarn.connectors.dbt;

/** Which of two entries counts where both say something about one field; higher counts more. */
final class Ranks {
  private static final int RANK_BITS = 40;

  /** The catalog's comments: people write documentation in the project. */
  static final int COMMENT = 0;

  /** A declared source: what builds the table knows it better. */
  static final int SOURCE = 1;

  static final int NODE = 2;

  /** The catalog's types: it asked the warehouse. */
  static final int WAREHOUSE = 3;

  private Ranks() {}

  /** Returns an order that is different for each entry of a rank. */
  static long order(int rank, long number) {
    return ((long) rank << RANK_BITS) + number;
  }
}
