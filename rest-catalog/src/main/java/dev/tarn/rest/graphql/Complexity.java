package dev.tarn.rest.graphql;

import graphql.analysis.FieldComplexityCalculator;
import graphql.analysis.FieldComplexityEnvironment;

/** Counts a field once, and what is below it as often as it can come. */
final class Complexity implements FieldComplexityCalculator {
  /** How many items lists without a size of their own are taken to have. */
  private static final int TYPICAL_ITEMS = 5;

  private static final int MOST = 1_000_000_000;

  @Override
  public int calculate(FieldComplexityEnvironment field, int below) {
    long items =
        field.getArguments().get(Arguments.FIRST) instanceof Integer first
            ? first
            : field.getArguments().get("limit") instanceof Integer limit
                ? limit
                : isList(field) ? TYPICAL_ITEMS : 1;
    return (int) Math.min(MOST, 1 + Math.max(1, items) * below);
  }

  /** The parts of a connection are counted by the connection. */
  private static boolean isList(FieldComplexityEnvironment field) {
    String type = field.getFieldDefinition().getType().toString();
    return type.contains("[")
        && !field.getParentType().getName().endsWith("Connection")
        && !field.getParentType().getName().startsWith("__");
  }
}
