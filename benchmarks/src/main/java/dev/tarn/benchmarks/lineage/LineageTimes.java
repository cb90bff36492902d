package dev.tarn.benchmarks.lineage;

import dev.tarn.benchmarks.WorkFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Walks along the lineage of Tarn's index, in process, in a JVM of their own. */
@Command(
    name = "lineage",
    description = "Lineage of an index with two edges for each asset, in process.",
    mixinStandardHelpOptions = true)
public final class LineageTimes implements Callable<Integer> {
  @Mixin private WorkFolder work = new WorkFolder();

  @Option(
      names = "--assets",
      description = "How many; there are twice as many edges. Default: 10000000.",
      defaultValue = "10000000")
  private long assets;

  @Option(
      names = "--heap",
      description = "The heap of the JVM with the index. Default: 4g.",
      defaultValue = "4g")
  private String heap = "";

  @Option(
      names = "--seconds",
      description = "Seconds of each kind of walk, after as many to warm up. Default: 10.",
      defaultValue = "10")
  private int seconds;

  @Override
  public Integer call() throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(System.getProperty("tarn.jvm.flags").split(" ")));
    command.addAll(List.of("-Xms" + heap, "-Xmx" + heap));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), LineageRun.class.getName()));
    // The index of 'search' has the same content.
    command.add(work.folder("search-" + assets).toString());
    command.add(Long.toString(assets));
    command.add(Integer.toString(seconds));
    Process process = new ProcessBuilder(command).inheritIO().start();
    Thread ended = new Thread(process::destroy);
    Runtime.getRuntime().addShutdownHook(ended);
    int status = process.waitFor();
    Runtime.getRuntime().removeShutdownHook(ended);
    return status;
  }
}
