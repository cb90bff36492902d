/**
 * Errors with a stable code. Entry types: {@link dev.tarn.core.error.ErrorCode} and {@link
 * dev.tarn.core.error.CatalogException}.
 *
 * <p>A caller's mistake is a {@code CatalogException} with a code, a message for a person and,
 * where one is known, the field at fault. A programmer's mistake throws the JDK's own exceptions.
 * Messages never hold credentials, nor more than a short extract of the caller's input.
 */
@NullMarked
package dev.tarn.core.error;

import org.jspecify.annotations.NullMarked;
