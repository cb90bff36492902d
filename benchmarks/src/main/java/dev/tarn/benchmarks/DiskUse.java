package dev.tarn.benchmarks;

import dev.tarn.testkit.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Bytes on disk per asset and per change. */
@Command(
    name = "disk-use",
    description = "Bytes on disk per asset and per change after a bulk load.",
    mixinStandardHelpOptions = true)
final class DiskUse implements Callable<Integer> {
  @Mixin private Setup setup = new Setup();

  @Option(names = "--assets", description = "How many. Default: 1000000.", defaultValue = "1000000")
  private long assets;

  @Override
  public Integer call() throws Exception {
    Path folder = setup.loadedFolder(assets);
    long loaded = 0;
    long changes;
    try (ServerProcess server = setup.start(folder)) {
      var status = new Api(server.uri()).get("/api/v1/status");
      for (var count : status.path("assetCounts")) {
        loaded += count.asLong();
      }
      String head = status.path("head").asText();
      changes = Long.parseLong(head.substring(0, head.indexOf('-')));
    }
    Report report =
        new Report(
            "Disk use at " + loaded + " assets and " + changes + " changes",
            "what",
            "bytes",
            "per asset",
            "per change");
    Path data = folder.resolve("data");
    for (Path part : parts(data)) {
      long bytes = Setup.bytes(part);
      report.row(data.relativize(part), bytes, (double) bytes / loaded, (double) bytes / changes);
    }
    long all = Setup.bytes(data);
    report.row("all", all, (double) all / loaded, (double) all / changes);
    report.row(
        "the input as NDJSON",
        Files.size(setup.input(assets, Setup.Content.LINEAGE)),
        (double) Files.size(setup.input(assets, Setup.Content.LINEAGE)) / loaded,
        (double) Files.size(setup.input(assets, Setup.Content.LINEAGE)) / changes);
    report.print();
    return 0;
  }

  /** Returns the folders of the data folder; the tenant's warehouse by its own folders. */
  private static List<Path> parts(Path data) throws IOException {
    try (Stream<Path> top = Files.list(data)) {
      return top.filter(Files::isDirectory)
          .flatMap(
              folder ->
                  folder.endsWith("warehouse")
                      ? below(folder.resolve("default"))
                      : Stream.of(folder))
          .sorted()
          .toList();
    }
  }

  private static Stream<Path> below(Path folder) {
    try (Stream<Path> children = Files.list(folder)) {
      return children.filter(Files::isDirectory).toList().stream();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
