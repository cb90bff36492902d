package dev.tarn.core.log;

import java.io.IOException;

/**
 * A follower with long work of its own beside the log, which may lag far behind it. Nobody waits
 * for it; it is closed with its branch. All methods but {@link #endEarly()} are called from the
 * thread of {@link #apply}.
 */
public interface BackgroundFollower extends LogFollower, AutoCloseable {
  /**
   * Does a bounded part of the work that is due beside following the log. Called before the first
   * group and then between groups, at least every second while there are none.
   *
   * @return false if it is to be called again before the log is followed
   */
  boolean tend() throws IOException;

  /** Lets a call that is under way end soon, at the latest by an exception: the branch closes. */
  void endEarly();

  /** Makes durable what is applied, and frees everything. */
  @Override
  void close() throws IOException;
}
