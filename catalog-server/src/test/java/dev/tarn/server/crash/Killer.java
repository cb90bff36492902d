package dev.tarn.server.crash;

import dev.tarn.core.scope.Scope;
import dev.tarn.iceberg.log.AppendObserver;
import dev.tarn.iceberg.log.AppendStep;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Ends this JVM at once, as {@code kill -9} does, the n-th time that a step is reached. */
final class Killer implements AppendObserver {
  private final CrashPoint point;
  private final AtomicInteger left;
  private volatile boolean armed;

  Killer(CrashPoint point, int times) {
    this.point = point;
    this.left = new AtomicInteger(times);
  }

  /** From now on it kills; what a child does to find out about the past is not interrupted. */
  void arm() {
    armed = true;
  }

  @Override
  public void done(Scope scope, AppendStep step, Duration took) {
    at(CrashPoint.valueOf("AFTER_" + step.name()));
  }

  void at(CrashPoint reached) {
    if (armed && reached == point && left.decrementAndGet() == 0) {
      Runtime.getRuntime().halt(CrashChild.KILLED);
    }
  }
}
