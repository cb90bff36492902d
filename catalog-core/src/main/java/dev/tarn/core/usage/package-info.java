/**
 * Who reads the users' tables. Engines report scans and commits ({@link
 * dev.tarn.core.usage.TableUse}); {@link dev.tarn.core.usage.UsageRecorder} writes them to the
 * branch's {@code usage} table in batches, and gives the tables of a main branch the {@link
 * dev.tarn.core.usage.Popularity} that follows from it.
 *
 * <p>Reports tell what has happened elsewhere and are not part of the log: what came in since the
 * last batch is lost with the process.
 */
@NullMarked
package dev.tarn.core.usage;

import org.jspecify.annotations.NullMarked;
