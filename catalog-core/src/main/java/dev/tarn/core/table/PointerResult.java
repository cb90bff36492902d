package dev.tarn.core.table;

import dev.tarn.core.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/** What became of a {@link PointerChange}. */
public sealed interface PointerResult {
  /** It is durable, with all else of its submission. */
  record Applied() implements PointerResult {}

  /**
   * Nothing of its submission has left a trace.
   *
   * @param code {@code table-changed} if the name does not stand for what was expected, {@code
   *     name-taken} if it is not free, {@code namespace-not-found}, {@code namespace-not-empty};
   *     {@code request-rejected} if something else of the submission was refused
   * @param current what the name stands for, to try again from there; null if for nothing
   */
  record Refused(ErrorCode code, String message, @Nullable Pointer current)
      implements PointerResult {}
}
