package dev.tarn.benchmarks.iceberg;

import dev.tarn.benchmarks.Report;
import dev.tarn.benchmarks.Setup;
import dev.tarn.testkit.ServerProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What many tables cost: to start with, to keep in memory, to list, to load. */
final class ManyTables {
  private static final int STARTS = 3;
  private static final int READERS = 16;
  private static final int PAGE = 1_000;
  private static final double MEBI = 1 << 20;
  private static final Pattern USED =
      Pattern.compile("(?m)^ *+(?!Metaspace|class space).*used (\\d+)K");

  private final Setup setup;
  private final int tables;
  private final Duration warmUp;
  private final Duration time;
  private final int rounds;

  ManyTables(Setup setup, int tables, Duration warmUp, Duration time, int rounds) {
    this.warmUp = warmUp;
    this.setup = setup;
    this.tables = tables;
    this.time = time;
    this.rounds = rounds;
  }

  void measure() throws IOException, InterruptedException {
    Path folder = filled();
    List<Double> tarn = new ArrayList<>();
    List<Double> nessie = new ArrayList<>();
    for (int i = 0; i < STARTS; i++) {
      try (Sides sides = Sides.start(folder, setup)) {
        tarn.add(sides.tarn().readyAfter().toMillis() / 1e3);
        nessie.add(sides.nessie().readyAfter().toMillis() / 1e3);
        sides.tarn().kill();
      }
    }
    try (Sides sides = Sides.start(folder, setup)) {
      Report memory =
          new Report(
              tables + " tables, " + tables * (long) TableBodies.COLUMNS + " columns",
              "process",
              "starts s, each after kill -9",
              "MiB after start",
              "heap MiB in use",
              "MiB after the loads",
              "heap MiB in use");
      List<List<Object>> rows = new ArrayList<>();
      for (Side side : sides.all()) {
        List<ProcessHandle> processes = side.processes().get();
        for (int i = 0; i < processes.size(); i++) {
          List<Object> row = new ArrayList<>();
          row.add(i == 0 ? side.name() : side.name() + "'s own Nessie");
          row.add(i > 0 ? "" : side.name().equals("Tarn") ? tarn.toString() : nessie.toString());
          row.add(ServerProcess.residentBytes(processes.get(i)) / MEBI);
          row.add(heapMebibytes(processes.get(i)));
          rows.add(row);
        }
      }
      Contest contest =
          new Contest(
              "Tables over Iceberg's REST protocol, " + tables,
              sides.all(),
              warmUp,
              time,
              rounds,
              "");
      contest.measure("list all", 1, side -> (client, number) -> TableTimes.listed(side, tables));
      contest.measure(
          "list all, in pages of " + PAGE,
          1,
          side -> (client, number) -> side.client().list("bench", PAGE));
      contest.measure("load", 1, side -> TableTimes.loads(side, tables));
      contest.measure("load", READERS, side -> TableTimes.loads(side, tables));
      contest.measure("create", 1, TableTimes::creates);
      contest.print();
      int at = 0;
      for (Side side : sides.all()) {
        for (ProcessHandle process : side.processes().get()) {
          List<Object> row = rows.get(at++);
          row.add(ServerProcess.residentBytes(process) / MEBI);
          row.add(heapMebibytes(process));
          memory.row(row.toArray());
        }
      }
      memory.print();
    }
  }

  /** Returns a folder with the tables of both sides, which later runs find again. */
  private Path filled() throws IOException, InterruptedException {
    String name = "tables-" + tables;
    Path folder = setup.keptFolder(name);
    Path done = folder.resolve("filled");
    if (!Files.exists(done)) {
      setup.freshFolder(name);
      Report report = new Report("Creating " + tables + " tables", "catalog", "s", "tables/s");
      try (Sides sides = Sides.start(folder, setup)) {
        for (Side side : sides.all()) {
          side.client().createNamespace("bench");
          long start = System.nanoTime();
          TableTimes.fill(side, tables);
          double seconds = (System.nanoTime() - start) / 1e9;
          report.row(side.name(), seconds, tables / seconds);
        }
      }
      report.print();
      Files.createFile(done);
    }
    return folder;
  }

  /** Returns what a JVM's heap holds after a collection. */
  private static double heapMebibytes(ProcessHandle process)
      throws IOException, InterruptedException {
    jcmd(process, "GC.run");
    Matcher used = USED.matcher(jcmd(process, "GC.heap_info"));
    long kibibytes = 0;
    while (used.find()) {
      kibibytes += Long.parseLong(used.group(1));
    }
    return kibibytes / 1024.0;
  }

  private static String jcmd(ProcessHandle process, String command)
      throws IOException, InterruptedException {
    Process run =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(process.pid()),
                command)
            .redirectErrorStream(true)
            .start();
    String output = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (run.waitFor() != 0) {
      throw new IOException("jcmd " + command + ": " + output);
    }
    return output;
  }
}
