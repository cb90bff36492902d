/**
 * Whole-system benchmarks. Entry type: {@link dev.tarn.benchmarks.Benchmarks}, one subcommand each;
 * {@code benchmarks/run NAME} builds and runs one. Each starts the packaged server, or the engine
 * alone, in a process of its own, and prints a table, the machine, and where there is one the limit
 * that the machine sets in the same run. Nothing here is part of the tests.
 */
@NullMarked
package dev.tarn.benchmarks;

import org.jspecify.annotations.NullMarked;
