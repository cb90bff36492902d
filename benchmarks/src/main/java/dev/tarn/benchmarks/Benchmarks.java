package dev.tarn.benchmarks;

import dev.tarn.benchmarks.iceberg.TableTimes;
import dev.tarn.benchmarks.lineage.LineageTimes;
import dev.tarn.benchmarks.search.IndexBranch;
import dev.tarn.benchmarks.search.Permissions;
import dev.tarn.benchmarks.search.Relevance;
import dev.tarn.benchmarks.search.SearchPeers;
import dev.tarn.benchmarks.search.SearchTimes;
import dev.tarn.benchmarks.vectors.VectorTimes;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Runs one benchmark. */
@Command(
    name = "benchmarks/run",
    description = "Measures Tarn as a whole; each command prints a table and the machine.",
    mixinStandardHelpOptions = true,
    subcommands = {
      OnlineWrites.class,
      FlatCommits.class,
      Bulk.class,
      PointReads.class,
      StartUp.class,
      DiskUse.class,
      Freshness.class,
      IndexBuild.class,
      LineageTimes.class,
      Rebuild.class,
      SearchTimes.class,
      SearchPeers.class,
      Permissions.class,
      Relevance.class,
      VectorTimes.class,
      IndexBranch.class,
      BranchTimes.class,
      CloneTimes.class,
      TableTimes.class
    })
public final class Benchmarks {
  private Benchmarks() {}

  /** Runs the subcommand that the arguments name. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Benchmarks()).execute(args));
  }
}
