package dev.tarn.rest.graphql;

import graphql.analysis.FieldComplexityCalculator;
import graphql.analysis.FieldComplexityEnvironment;
import graphql.schema.GraphQLTypeUtil;
import java.util.Map;

/** Counts a field once, and what is below it as often as it can come. */
final class Complexity implements FieldComplexityCalculator {
  /** How many items lists without a size of their own are taken to have. */
  private static final int TYPICAL_ITEMS = 5;

  /** What fields of assets cost that read much more than they show. */
  private static final Map<String, Integer> COSTS = Map.of("impact", 20_000, "paths", 1_000);

  private static final int MOST = 1_000_000_000;

  @Override
  public int calculate(FieldComplexityEnvironment field, int below) {
    long items =
        field.getArguments().get(Arguments.FIRST) instanceof Integer first
            ? first
            : field.getArguments().get("limit") instanceof Integer limit
                ? limit
                : isList(field) ? TYPICAL_ITEMS : 1;
    int own =
        field.getParentType().getName().equals("Asset")
            ? COSTS.getOrDefault(field.getField().getName(), 1)
            : 1;
    return (int) Math.min(MOST, own + Math.max(1, items) * below);
  }

  /** The parts of a connection are counted by the connection. */
  private static boolean isList(FieldComplexityEnvironment field) {
    return GraphQLTypeUtil.isList(
            GraphQLTypeUtil.unwrapNonNull(field.getFieldDefinition().getType()))
        && !field.getParentType().getName().endsWith("Connection")
        && !field.getParentType().getName().startsWith("__");
  }
}
