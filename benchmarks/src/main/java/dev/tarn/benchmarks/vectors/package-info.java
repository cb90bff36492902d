/**
 * Measures search by meaning. Entry type: {@link dev.tarn.benchmarks.vectors.VectorTimes}, which
 * runs {@link dev.tarn.benchmarks.vectors.VectorRun} in a JVM of its own.
 */
@NullMarked
package dev.tarn.benchmarks.vectors;

import org.jspecify.annotations.NullMarked;
