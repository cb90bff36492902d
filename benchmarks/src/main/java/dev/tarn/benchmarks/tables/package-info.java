/**
 * Fills the tables of a data folder with generated content, without a server. Entry type: {@link
 * dev.tarn.benchmarks.tables.TableLoad}.
 *
 * <p>What the server finds there is what many small commits and their compaction would have left:
 * the log, the state tables and how far they are. It is for measurements of what comes after a
 * load, at sizes that take hours through the API.
 */
@NullMarked
package dev.tarn.benchmarks.tables;

import org.jspecify.annotations.NullMarked;
