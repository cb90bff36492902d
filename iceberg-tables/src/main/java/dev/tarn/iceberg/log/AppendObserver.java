package dev.tarn.iceberg.log;

import dev.tarn.core.scope.Scope;
import java.time.Duration;

/** Hears of the steps of appends, for metrics. Called on the appending thread: returns at once. */
@FunctionalInterface
public interface AppendObserver {
  /** Hears nothing. */
  AppendObserver NONE = (scope, step, took) -> {};

  /**
   * A step is done; an append that loses a race does some steps again.
   *
   * @param took since the step before was done
   */
  void done(Scope scope, AppendStep step, Duration took);
}
