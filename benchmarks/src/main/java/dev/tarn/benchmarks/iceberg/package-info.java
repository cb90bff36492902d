/**
 * Measures tables of engines: {@link dev.tarn.benchmarks.iceberg.TableTimes} asks Tarn and a Nessie
 * server, which has an Iceberg REST endpoint of its own, the same over HTTP, by turns, with one
 * store of files for both. {@link dev.tarn.benchmarks.iceberg.Sides} starts them.
 */
@NullMarked
package dev.tarn.benchmarks.iceberg;

import org.jspecify.annotations.NullMarked;
