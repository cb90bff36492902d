package dev.tarn.rest.merge;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.merge.ConflictStrategy;
import dev.tarn.core.merge.Side;
import dev.tarn.rest.request.Fields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How conflicts are to be resolved, as a request's document says.
 *
 * @param choices by the id of a conflict
 */
public record MergeFields(Map<String, Side> choices, ConflictStrategy strategy, boolean dryRun) {
  public MergeFields {
    choices = Map.copyOf(choices);
  }

  /** Takes {@code choices}, {@code strategy} and {@code dryRun}. */
  public static MergeFields take(Fields fields) {
    Map<String, Side> choices = new LinkedHashMap<>();
    fields
        .textLists("choices")
        .forEach(
            (id, side) ->
                choices.put(
                    id,
                    one(
                        "choices." + id,
                        side.size() == 1 ? side.getFirst() : null,
                        List.of(Side.values()),
                        Side::code)));
    String strategy = fields.text("strategy");
    return new MergeFields(
        choices,
        strategy == null
            ? ConflictStrategy.FAIL
            : one("strategy", strategy, List.of(ConflictStrategy.values()), ConflictStrategy::code),
        fields.flag("dryRun"));
  }

  private static <V> V one(
      String field, @Nullable String text, List<V> values, Function<V, String> code) {
    return values.stream()
        .filter(value -> code.apply(value).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                CatalogException.ofField(
                    ErrorCode.INVALID_VALUE,
                    field,
                    "expected one of "
                        + values.stream().map(code).collect(Collectors.joining(", "))));
  }
}
