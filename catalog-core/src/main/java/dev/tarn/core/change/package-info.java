/**
 * Changes: what someone wants ({@link dev.tarn.core.change.Change}, gathered in a {@link
 * dev.tarn.core.change.Submission}), what became of it ({@link dev.tarn.core.change.ChangeResult}),
 * and what the log keeps of it ({@link dev.tarn.core.change.LogEntry}).
 */
@NullMarked
package dev.tarn.core.change;

import org.jspecify.annotations.NullMarked;
