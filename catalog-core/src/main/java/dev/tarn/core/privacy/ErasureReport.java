package dev.tarn.core.privacy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a replacement has come to.
 *
 * @param mode what became of the user
 * @param pseudonym what the person is called now; null of who was erased: nobody keeps it
 * @param files what was done to files
 * @param records what is left beside the catalog; empty proves that nothing is
 */
public record ErasureReport(
    ErasurePlan.Mode mode, @Nullable String pseudonym, ErasureResult files, List<Finding> records) {
  public ErasureReport {
    records = List.copyOf(records);
  }

  /** Returns what the last look found, and a replacement should have reached. */
  public List<Finding> left() {
    List<Finding> all = new ArrayList<>(files.left());
    all.addAll(records);
    return all;
  }

  /** Returns how many values these are: 0 proves the replacement. */
  public long found() {
    return left().stream().mapToLong(Finding::count).sum();
  }
}
