package dev.tarn.benchmarks;

import dev.tarn.benchmarks.search.EngineRun;
import dev.tarn.benchmarks.tables.TableLoad;
import dev.tarn.connectors.sample.SampleFile;
import dev.tarn.connectors.sample.ScaleGenerator;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.UpsertMode;
import dev.tarn.testkit.ServerProcess;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What all benchmarks need: the packaged server, a data folder, generated input. */
public final class Setup {
  private static final long SEED = 7;
  private static final Duration READY_WITHIN = Duration.ofMinutes(2);
  private static final Duration INDEX_BUILT_WITHIN = Duration.ofMinutes(30);

  @Mixin private WorkFolder work = new WorkFolder();

  @Option(
      names = "--heap",
      description = "The server's -Xmx. Default: ${DEFAULT-VALUE}.",
      defaultValue = "1400m")
  private String heap = "";

  /** Returns the folder that results of a name lie in, with what is there. */
  public Path keptFolder(String name) throws IOException {
    return work.folder(name);
  }

  /** Returns the folder that results of a name lie in; what was there before is deleted. */
  public Path freshFolder(String name) throws IOException {
    return work.fresh(name);
  }

  /** Returns a folder with generated assets and lineage loaded, which later runs find again. */
  Path loadedFolder(long assets) throws IOException, InterruptedException {
    return loadedFolder(assets, Content.LINEAGE);
  }

  /** Returns a folder with a generated file loaded, which later runs find again. */
  Path loadedFolder(long assets, Content content) throws IOException, InterruptedException {
    String name =
        content == Content.LINEAGE
            ? "loaded-" + assets
            : "loaded-" + content.name().toLowerCase(Locale.ROOT) + "-" + assets;
    Path folder = work.folder(name);
    Path done = folder.resolve("loaded");
    if (!Files.exists(done)) {
      work.fresh(name);
      System.err.println("Loading " + assets + " assets, once, into " + folder);
      try (ServerProcess server = start(folder)) {
        BulkLoad.load(server.uri(), input(assets, content));
        BulkLoad.awaitFollowers(server.uri());
      }
      Files.createFile(done);
    }
    return folder;
  }

  /**
   * Returns a folder with what searches are measured on in its tables, and an index, which later
   * runs find again. It is not loaded through the server, which takes hours for ten million assets.
   */
  Path filledFolder(long assets) throws IOException, InterruptedException {
    String name = "filled-" + assets;
    Path folder = work.folder(name);
    Path done = folder.resolve("filled");
    if (!Files.exists(done)) {
      work.fresh(name);
      System.err.println("Filling tables with " + assets + " assets, once, in " + folder);
      long start = System.nanoTime();
      TableLoad.Loaded loaded = TableLoad.run(folder.resolve("data"), EngineRun.generator(assets));
      double seconds = (System.nanoTime() - start) / 1e9;
      try (ServerProcess server = startFilled(folder)) {
        new Report(
                "Tables filled without the server, and its first start",
                "assets",
                "relationships",
                "seconds",
                "assets/s",
                "s until ready with an index")
            .row(
                loaded.assets(),
                loaded.relationships(),
                seconds,
                loaded.assets() / seconds,
                server.readyAfter().toMillis() / 1e3)
            .print();
      }
      Files.createFile(done);
    }
    return folder;
  }

  /** What a generated file has. */
  public enum Content {
    /** Assets alone. */
    ASSETS,
    /** Assets and the lineage between them, about as many edges. */
    LINEAGE,
    /** What searches are measured on: varied assets, and twice as many edges. */
    VARIED,
    /** As {@link #VARIED}, without the edges. */
    VARIED_ASSETS;

    private boolean hasEdges() {
      return this == LINEAGE || this == VARIED;
    }

    private boolean isVaried() {
      return this == VARIED || this == VARIED_ASSETS;
    }
  }

  /** Returns a file of generated changes. */
  public Path input(long assets, Content content) throws IOException {
    Path file =
        work.folder("input")
            .resolve(content.name().toLowerCase(Locale.ROOT) + "-" + assets + ".ndjson");
    if (!Files.exists(file)) {
      write(
          StreamSupport.stream(generator(assets, content).spliterator(), false)
              .filter(change -> content.hasEdges() || change instanceof Change.UpsertAsset),
          file);
    }
    return file;
  }

  /** Returns a file that describes each asset of {@link Content#VARIED} otherwise. */
  Path updates(long assets) throws IOException {
    Path file = work.folder("input").resolve("updates-" + assets + ".ndjson");
    if (!Files.exists(file)) {
      write(
          StreamSupport.stream(EngineRun.generator(assets).spliterator(), false)
              .filter(Change.UpsertAsset.class::isInstance)
              .map(change -> describedAgain((Change.UpsertAsset) change)),
          file);
    }
    return file;
  }

  private static Change describedAgain(Change.UpsertAsset asset) {
    return new Change.UpsertAsset(
        asset.type(),
        asset.qualifiedName(),
        Map.of("description", "Looked at again; this is " + asset.qualifiedName() + "."),
        UpsertMode.MERGE,
        null);
  }

  private static void write(Stream<Change> changes, Path file) throws IOException {
    Path partial = file.resolveSibling(file.getFileName() + ".partial");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(partial), 1 << 20)) {
      SampleFile.write(changes.iterator(), out);
    }
    Files.move(partial, file);
  }

  private static ScaleGenerator generator(long assets, Content content) {
    return content.isVaried() ? EngineRun.generator(assets) : new ScaleGenerator(SEED, assets);
  }

  /** Starts the packaged server on the data of a folder. */
  public ServerProcess start(Path folder) throws IOException, InterruptedException {
    return start(folder, Map.of(), READY_WITHIN);
  }

  /** Starts the packaged server on the data of a folder, with settings by their names. */
  public ServerProcess start(Path folder, Map<String, String> more)
      throws IOException, InterruptedException {
    return start(folder, more, INDEX_BUILT_WITHIN);
  }

  /** Starts it on a folder of which it may have to build the index before it is ready. */
  ServerProcess startFilled(Path folder) throws IOException, InterruptedException {
    return start(folder, Map.of(), INDEX_BUILT_WITHIN);
  }

  private ServerProcess start(Path folder, Map<String, String> more, Duration readyWithin)
      throws IOException, InterruptedException {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("tarn.catalog.data-folder", folder.resolve("data").toString());
    return ServerProcess.start(
        serverCommand(), settings, folder.resolve("server.log"), readyWithin);
  }

  /** Returns the heap of a server, as after {@code -Xmx}. */
  public String heap() {
    return heap;
  }

  private List<String> serverCommand() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(System.getProperty("tarn.jvm.flags").split(" ")));
    command.add("-Xmx" + heap);
    command.add("-Dtarn.nessie.jar=" + System.getProperty("tarn.nessie.jar"));
    command.add("-jar");
    command.add(System.getProperty("tarn.server.jar"));
    return command;
  }

  /** Returns the bytes of all files below a folder. */
  static long bytes(Path folder) {
    if (!Files.exists(folder)) {
      return 0;
    }
    try (var files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(Setup::size).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
