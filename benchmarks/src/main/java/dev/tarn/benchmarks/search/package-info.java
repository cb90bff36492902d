/**
 * Measures searches in process, on generated assets: {@link
 * dev.tarn.benchmarks.search.SearchEngine} is what is measured, {@link
 * dev.tarn.benchmarks.search.Questions} what it is asked, and {@link
 * dev.tarn.benchmarks.search.EngineRun} asks it, in a JVM that has nothing else to do. Another
 * engine than Tarn's index needs nothing of this project but these and the assets.
 */
@NullMarked
package dev.tarn.benchmarks.search;

import org.jspecify.annotations.NullMarked;
