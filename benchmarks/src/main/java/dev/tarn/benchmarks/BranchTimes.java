package dev.tarn.benchmarks;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What branches cost: to make one of a small catalog and of a large one. */
@Command(
    name = "branches",
    description = "Creation of branches and tags, of catalogs of several sizes, over HTTP.",
    mixinStandardHelpOptions = true)
final class BranchTimes implements Callable<Integer> {
  @Mixin private Setup setup = new Setup();

  @Option(
      names = "--only",
      split = ",",
      description = "What, of: ${COMPLETION-CANDIDATES}. Default: all.",
      defaultValue = "create")
  private List<Measured> measured = List.of();

  @Option(
      names = "--assets",
      split = ",",
      description = "Sizes of catalogs of which branches are created. Default: 100,1000000.",
      defaultValue = "100,1000000")
  private List<Long> sizes = List.of();

  /** What is measured. */
  enum Measured {
    create
  }

  @Override
  public Integer call() throws Exception {
    if (measured.contains(Measured.create)) {
      new BranchCreation(setup).run(sizes);
    }
    return 0;
  }
}
