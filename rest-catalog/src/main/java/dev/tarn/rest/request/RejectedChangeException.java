package dev.tarn.rest.request;

import dev.tarn.core.change.ChangeResult;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A change of a request was refused. */
public final class RejectedChangeException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient ChangeResult.Rejected rejected;
  private final @Nullable Long line;

  /** The one change of a request. */
  public RejectedChangeException(ChangeResult.Rejected rejected) {
    this(rejected, null);
  }

  /**
   * One of several.
   *
   * @param line where it stands in the request, from 1
   */
  public RejectedChangeException(ChangeResult.Rejected rejected, @Nullable Long line) {
    super(rejected.message());
    this.rejected = rejected;
    this.line = line;
  }

  /** Returns where the change stands in the request; null if the request is the change. */
  public @Nullable Long line() {
    return line;
  }

  /** Returns why. */
  public ChangeResult.Rejected rejected() {
    return rejected;
  }
}
