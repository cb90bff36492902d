package dev.tarn.core.log;

import dev.tarn.core.history.HistoryReader;
import java.util.List;

/**
 * The tables of one open branch: its log, its history, and the followers that live beside the log.
 */
public interface BranchStore extends AutoCloseable {
  ChangeLog log();

  HistoryReader history();

  /** Returns the followers that keep state tables of the branch, such as the materialiser. */
  List<LogFollower> followers();

  /**
   * Does the store's housekeeping that is due: compaction, expiry. Called from time to time from
   * one thread; returns soon where nothing is due.
   */
  void maintain() throws java.io.IOException;

  @Override
  void close() throws java.io.IOException;
}
