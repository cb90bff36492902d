package dev.tarn.core.garbage;

/**
 * What a collection found.
 *
 * @param branches that were deleted long enough ago, and of which something may be left
 * @param files that only they referred to: deleted, or to be deleted if it was a dry run
 * @param bytes of these files, as far as their sizes are known without asking the storage
 * @param keptFiles in their own folders, which something else still refers to
 * @param unknownBranches of the branches, those whose commits the version store no longer has:
 *     users' tables that only they had are not known, and stay
 */
public record GarbageReport(
    int branches, long files, long bytes, long keptFiles, int unknownBranches) {
  /** Where no branch was deleted. */
  public static final GarbageReport NOTHING = new GarbageReport(0, 0, 0, 0, 0);
}
