package dev.tarn.signin;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that goes on when a test says so. */
public final class SetClock extends Clock {
  private volatile Instant now;

  public SetClock(Instant now) {
    this.now = now;
  }

  /** Goes on. */
  public void advance(Duration time) {
    now = now.plus(time);
  }

  /** Goes on to the time that it is for others, where they look at it, too. */
  public void catchUp() {
    Instant others = Instant.now();
    now = now.isBefore(others) ? others : now;
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("one zone is enough");
  }
}
