/**
 * Engines on the tables of one Tarn server, each in a JVM of its own: Spark and Trino.
 *
 * <p>{@link dev.tarn.engines.Engines} has them; {@link dev.tarn.engines.EngineContract} is what
 * holds for every engine: what it does to a table is done, and is what the catalog says of the
 * table.
 */
@NullMarked
package dev.tarn.engines;

import org.jspecify.annotations.NullMarked;
