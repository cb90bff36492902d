package dev.tarn.core.change;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes that arrive together, are applied in order and become visible in one commit.
 *
 * @param changes 1 to {@link #MAX_CHANGES}
 * @param weightBytes about how much memory the changes hold; counts against the queue's limit
 */
public record Submission(
    ChangeContext context,
    List<Change> changes,
    Atomicity atomicity,
    @Nullable Idempotency idempotency,
    long weightBytes) {
  /** The most changes of one submission. */
  public static final int MAX_CHANGES = 10_000;

  public Submission {
    changes = List.copyOf(changes);
    if (changes.isEmpty() || changes.size() > MAX_CHANGES) {
      throw new IllegalArgumentException("a submission has 1 to " + MAX_CHANGES + " changes");
    }
    if (weightBytes < 0) {
      throw new IllegalArgumentException("weightBytes is negative");
    }
  }
}
