package dev.tarn.core.commit;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Pauses that double, within the time that one group has. */
final class Backoff {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final CountDownLatch never = new CountDownLatch(1);
  private final long startNanos = System.nanoTime();
  private final Duration timeout;
  private Duration pause = FIRST_PAUSE;

  Backoff(Duration timeout) {
    this.timeout = timeout;
  }

  boolean isOver() {
    return leftNanos() <= 0;
  }

  private long leftNanos() {
    return timeout.toNanos() - (System.nanoTime() - startNanos);
  }

  void pause() throws InterruptedException {
    boolean ended = never.await(Math.min(pause.toNanos(), leftNanos()), TimeUnit.NANOSECONDS);
    if (ended) {
      throw new IllegalStateException("nobody counts this latch down");
    }
    Duration twice = pause.multipliedBy(2);
    pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
  }
}
