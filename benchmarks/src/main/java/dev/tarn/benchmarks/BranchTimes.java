package dev.tarn.benchmarks;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What branches cost: to make one, of a small catalog and a large one, and when they are gone. */
@Command(
    name = "branches",
    description =
        "Creation of branches and tags, and their garbage, of catalogs of several sizes; merges.",
    mixinStandardHelpOptions = true)
final class BranchTimes implements Callable<Integer> {
  @Mixin private Setup setup = new Setup();

  @Option(
      names = "--only",
      split = ",",
      description = "What, of: ${COMPLETION-CANDIDATES}. Default: all.",
      defaultValue = "create,collect,merge")
  private List<Measured> measured = List.of();

  @Option(
      names = "--assets",
      split = ",",
      description = "Sizes of catalogs of which branches are created. Default: 100,1000000.",
      defaultValue = "100,1000000")
  private List<Long> sizes = List.of();

  @Option(
      names = "--merged-into",
      description = "Assets of the target of merges. Default: ${DEFAULT-VALUE}.",
      defaultValue = "200000")
  private int mergedInto;

  @Option(
      names = "--changed",
      split = ",",
      description = "Assets that are changed before a merge. Default: 1000,100000.",
      defaultValue = "1000,100000")
  private List<Integer> changed = List.of();

  /** What is measured. */
  enum Measured {
    create,
    collect,
    merge
  }

  @Override
  public Integer call() throws Exception {
    if (measured.contains(Measured.create)) {
      new BranchCreation(setup).run(sizes);
    }
    if (measured.contains(Measured.collect)) {
      new BranchGarbage(setup).run(sizes);
    }
    if (measured.contains(Measured.merge)) {
      new BranchMerge(setup).run(mergedInto, changed);
    }
    return 0;
  }
}
