package dev.tarn.engines.spark;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of an order.
 *
 * @param rows values as Spark casts them to text; null stays null
 * @param error null if it was done
 */
public record SparkAnswer(List<List<@Nullable String>> rows, @Nullable String error) {}
