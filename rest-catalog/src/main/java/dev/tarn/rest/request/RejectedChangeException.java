package dev.tarn.rest.request;

import dev.tarn.core.change.ChangeResult;
import java.io.Serial;

/** The one change of a request was refused. */
public final class RejectedChangeException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient ChangeResult.Rejected rejected;

  public RejectedChangeException(ChangeResult.Rejected rejected) {
    super(rejected.message());
    this.rejected = rejected;
  }

  /** Returns why. */
  public ChangeResult.Rejected rejected() {
    return rejected;
  }
}
