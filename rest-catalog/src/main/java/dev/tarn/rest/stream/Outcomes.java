package dev.tarn.rest.stream;

import dev.tarn.core.change.ChangeResult;
import dev.tarn.core.scope.CommitId;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Learns what became of a stream's changes, in the order of the stream, from one thread.
 *
 * @param <P> how the stream names positions in its input
 */
@FunctionalInterface
public interface Outcomes<P> {
  /**
   * What became of one change.
   *
   * @param position where it came from
   */
  record Outcome<P>(P position, ChangeResult result) {}

  /**
   * Takes some outcomes.
   *
   * @param commit at which they are visible; null if none of them was submitted, or all were lost
   * @throws IOException if nobody wants to know any more; the stream then ends
   */
  void accept(List<Outcome<P>> outcomes, @Nullable CommitId commit) throws IOException;
}
