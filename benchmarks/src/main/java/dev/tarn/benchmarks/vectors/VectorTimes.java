package dev.tarn.benchmarks.vectors;

import dev.tarn.benchmarks.WorkFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Recall, time and size of search by meaning. */
@Command(
    name = "vectors",
    description = "Search by meaning: what part of the nearest is found, and how fast.",
    mixinStandardHelpOptions = true)
public final class VectorTimes implements Callable<Integer> {
  @Mixin private WorkFolder work = new WorkFolder();

  @Option(
      names = "--texts",
      description = "Distinct texts, each of one asset. Default: ${DEFAULT-VALUE}.",
      defaultValue = "1000000")
  private int texts;

  @Option(
      names = "--queries",
      description = "Queries that are timed. Default: ${DEFAULT-VALUE}.",
      defaultValue = "5000")
  private int queries;

  @Option(
      names = "--model",
      description = "${COMPLETION-CANDIDATES}: vectors that are made up, or those of a real model.",
      defaultValue = "SYNTHETIC")
  private VectorRun.Model model = VectorRun.Model.SYNTHETIC;

  @Option(
      names = "--heap",
      description = "Heap of the JVM with the index. Default: ${DEFAULT-VALUE}.",
      defaultValue = "3g")
  private String heap = "";

  @Option(
      names = "--fill-only",
      description =
          "Fill the index, which takes a while, and measure nothing. Later runs find it again.")
  private boolean fillOnly;

  @Override
  public Integer call() throws Exception {
    String name = "vectors-" + model.name().toLowerCase(Locale.ROOT);
    Path folder = work.folder(name + "-" + texts);
    Path kept = work.folder("input").resolve(name);
    System.err.println("Vectors of " + texts + " texts are made once, in " + folder);
    int status = run(VectorRun.Step.FILL, folder, kept);
    if (status != 0) {
      return status;
    }
    return fillOnly ? 0 : run(VectorRun.Step.SEARCH, folder, kept);
  }

  private int run(VectorRun.Step step, Path folder, Path kept)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(System.getProperty("tarn.jvm.flags").split(" ")));
    command.addAll(List.of("-Xms" + heap, "-Xmx" + heap));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(VectorRun.class.getName());
    command.addAll(
        List.of(
            step.name(),
            folder.toString(),
            kept.toString(),
            model.name(),
            String.valueOf(texts),
            String.valueOf(queries)));
    Process process = new ProcessBuilder(command).inheritIO().start();
    Thread ended = new Thread(process::destroy);
    Runtime.getRuntime().addShutdownHook(ended);
    int status = process.waitFor();
    Runtime.getRuntime().removeShutdownHook(ended);
    return status;
  }
}
