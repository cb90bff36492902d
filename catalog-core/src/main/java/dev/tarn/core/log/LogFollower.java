package dev.tarn.core.log;

import dev.tarn.core.scope.CommitId;
import java.io.IOException;
import java.util.List;

/**
 * A store that derives from the log and knows how far it has come.
 *
 * <p>{@code apply} is called from one thread, with consecutive groups. The durable offset is stored
 * in the same atomic step as what was applied, so that each entry takes effect exactly once over
 * any crash: after a restart, {@link #applied()} is what was {@link #durable()}.
 */
public interface LogFollower {
  /** Returns a short stable name for status and metrics, such as {@code index}. */
  String name();

  /** Returns the commit up to which readers of the store see the log; seq 0 if nothing. */
  CommitId applied();

  /** Returns the commit up to which the store survives a crash; at most {@link #applied()}. */
  CommitId durable();

  /**
   * Applies groups in order. Entries up to {@link #applied()} are skipped; the first other one
   * directly follows it.
   *
   * @throws IOException if only a prefix, whole groups long, was applied; the caller goes on from
   *     {@link #applied()}
   */
  void apply(List<Group> groups) throws IOException;
}
