/**
 * A Trino server as the tests need it: with the Iceberg connector, and no longer there than they
 * are. {@link dev.tarn.engines.trino.TrinoRun} is its main class; what it is told, it is told over
 * JDBC. Nothing of Tarn's server belongs here: the libraries of the two do not agree.
 */
@NullMarked
package dev.tarn.engines.trino;

import org.jspecify.annotations.NullMarked;
