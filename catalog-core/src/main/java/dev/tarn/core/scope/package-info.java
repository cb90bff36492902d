/**
 * Whose data, on which branch, by whom, at which commit. Every request, log entry, file, index,
 * metric and log line is scoped by a {@link dev.tarn.core.scope.Scope} and carries an {@link
 * dev.tarn.core.scope.Actor}.
 */
@NullMarked
package dev.tarn.core.scope;

import org.jspecify.annotations.NullMarked;
