/** Lineage in process. Entry type: {@link dev.tarn.benchmarks.lineage.LineageTimes}. */
@NullMarked
package dev.tarn.benchmarks.lineage;

import org.jspecify.annotations.NullMarked;
