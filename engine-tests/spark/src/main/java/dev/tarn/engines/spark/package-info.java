/**
 * A Spark session of its own JVM, for tests of Tarn's Iceberg REST catalog.
 *
 * <p>{@link dev.tarn.engines.spark.SparkRun} reads one {@link dev.tarn.engines.spark.SparkOrder} a
 * line from its input and writes one {@link dev.tarn.engines.spark.SparkAnswer} a line to its
 * output. The tests share these records, and nothing else, with Spark's class path.
 */
@NullMarked
package dev.tarn.engines.spark;

import org.jspecify.annotations.NullMarked;
