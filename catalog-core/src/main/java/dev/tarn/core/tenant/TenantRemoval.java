package dev.tarn.core.tenant;

import java.util.ArrayList;
import java.util.List;

/**
 * What the deletion of a tenant has removed, and the proof that nothing is left.
 *
 * @param references branches and tags
 * @param files deleted files
 * @param bytes of those whose size was known
 * @param keptFiles files of the tenant that clones of it read, and that go with the last of these
 * @param remains what was looked for afterwards and found, though it should be gone; empty proves
 *     the deletion
 */
public record TenantRemoval(
    int references, long files, long bytes, long keptFiles, List<String> remains) {
  public TenantRemoval {
    remains = List.copyOf(remains);
  }

  /** Returns the same with one thing more that is left. */
  public TenantRemoval withRemains(String more) {
    List<String> all = new ArrayList<>(remains);
    all.add(more);
    return new TenantRemoval(references, files, bytes, keptFiles, all);
  }
}
