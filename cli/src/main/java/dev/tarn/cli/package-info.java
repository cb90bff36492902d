/**
 * The {@code tarn} command: a thin client of the REST API. Entry type: {@link dev.tarn.cli.Tarn}.
 *
 * <p>Every command asks the server and prints its answer, as a table for people or, with {@code
 * --json}, as the API's JSON. Nothing here knows the catalog's rules or opens its stores; only
 * {@code demo} uses more of Tarn than the API, for the sample company. {@code up} and {@code demo}
 * are started by the launcher script, which finds the JDK.
 */
@NullMarked
package dev.tarn.cli;

import org.jspecify.annotations.NullMarked;
