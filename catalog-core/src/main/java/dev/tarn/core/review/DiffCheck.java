package dev.tarn.core.review;

import dev.tarn.core.diff.EntityDiff;
import java.io.IOException;
import java.util.List;

/**
 * Looks at what a merge would make of a branch. An own check is found by {@link
 * java.util.ServiceLoader}; it has no state of its own, is called by any number of threads, and
 * keeps to the entities that it is given: there may be hundreds of thousands.
 */
public interface DiffCheck {
  /** Returns its name in rules and results: lower-case kebab, unique. */
  String name();

  /**
   * Looks at some of what is different; all of it comes once, in parts.
   *
   * @param part what the merge makes different in the target; up to 1,000 entities
   * @param merged what there is after it
   * @param findings takes what is wrong
   */
  void check(List<EntityDiff> part, MergedState merged, Findings findings) throws IOException;
}
