package dev.tarn.benchmarks.iceberg;

import dev.tarn.benchmarks.Load;
import dev.tarn.benchmarks.Report;
import dev.tarn.benchmarks.Setup;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tables of engines, over Iceberg's REST protocol, beside Nessie's own endpoint of it. */
@Command(
    name = "tables",
    description =
        "Engines' tables over Iceberg's REST protocol, beside a Nessie server's own endpoint of it,"
            + " with one S3 store for both.",
    mixinStandardHelpOptions = true)
public final class TableTimes implements Callable<Integer> {
  private static final int READERS = 16;
  private static final int WRITERS = 32;
  private static final int FILLERS = 16;

  /** What is measured. */
  enum Measured {
    /** Loads, creates and commits. */
    TIMES,
    /** Start, memory, lists and loads at many tables, which are made once. */
    MANY
  }

  @Mixin private Setup setup = new Setup();

  @Option(
      names = "--measure",
      description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.",
      defaultValue = "TIMES")
  private Measured measured = Measured.TIMES;

  @Option(
      names = "--tables",
      description = "How many there are. Default: 1000, of MANY 100000.",
      defaultValue = "0")
  private int tables;

  @Option(
      names = "--seconds",
      description = "Seconds of each side in each round. Default: ${DEFAULT-VALUE}.",
      defaultValue = "5")
  private int seconds;

  @Option(
      names = "--warm-up",
      description = "Seconds of each side before the first round. Default: ${DEFAULT-VALUE}.",
      defaultValue = "10")
  private int warmUpSeconds;

  @Option(
      names = "--only",
      description = "Only what begins with this, such as 'commit'. Default: all.",
      defaultValue = "")
  private String only = "";

  @Option(
      names = "--rounds",
      description = "Rounds, each side by turns. Default: ${DEFAULT-VALUE}.",
      defaultValue = "3")
  private int rounds;

  @Override
  public Integer call() throws Exception {
    if (measured == Measured.MANY) {
      int many = tables == 0 ? 100_000 : tables;
      new ManyTables(
              setup, many, Duration.ofSeconds(warmUpSeconds), Duration.ofSeconds(seconds), rounds)
          .measure();
      return 0;
    }
    int some = tables == 0 ? 1_000 : tables;
    Path folder = setup.freshFolder("tables");
    try (Sides sides = Sides.start(folder, setup)) {
      for (Side side : sides.all()) {
        side.client().createNamespace("bench");
        fill(side, some);
      }
      times(sides, some);
    }
    return 0;
  }

  private void times(Sides sides, int some) throws IOException, InterruptedException {
    Contest contest =
        new Contest(
            "Tables over Iceberg's REST protocol, " + some + " tables",
            sides.all(),
            Duration.ofSeconds(warmUpSeconds),
            Duration.ofSeconds(seconds),
            rounds,
            only);
    contest.measure("load", 1, side -> loads(side, some));
    contest.measure("load", READERS, side -> loads(side, some));
    contest.measure("list all", 1, side -> (client, number) -> listed(side, some));
    contest.measure("create", 1, TableTimes::creates);
    contest.measure("create", WRITERS, TableTimes::creates);
    contest.measure("commit", 1, side -> appends(side, "one", 1));
    contest.measure("commit, a table each", WRITERS, side -> appends(side, "own", WRITERS));
    Map<String, List<Appender>> contenders = new HashMap<>();
    contest.measure(
        "commit, one table",
        WRITERS,
        side -> {
          side.client().create("bench", "shared");
          List<Appender> appenders = new ArrayList<>();
          for (int i = 0; i < WRITERS; i++) {
            appenders.add(new Appender(side, "bench", "shared", i));
          }
          contenders.put(side.name(), appenders);
          return (client, number) -> appenders.get(client).append();
        });
    contest.print();
    Report report = new Report("Retries of writers of one table", "catalog", "for each commit");
    contenders.forEach(
        (name, appenders) ->
            report.row(
                name,
                appenders.stream().mapToLong(Appender::conflicts).sum()
                    / (double) appenders.stream().mapToLong(Appender::commits).sum()));
    report.print();
  }

  static void listed(Side side, int expected) throws IOException, InterruptedException {
    int count = side.client().list("bench", 0);
    if (count < expected) {
      throw new IOException(side.name() + " lists " + count + " tables");
    }
  }

  /** Creates tables that later requests are for. */
  static void fill(Side side, int tables) throws IOException, InterruptedException {
    AtomicLong next = new AtomicLong();
    Load.Request request =
        (client, number) -> {
          long table = next.getAndIncrement();
          if (table < tables) {
            side.client().create("bench", "t" + table);
          }
        };
    while (next.get() < tables) {
      Load.run(FILLERS, Duration.ofSeconds(1), request);
    }
  }

  static Load.Request loads(Side side, int tables) {
    return (client, number) -> {
      int table = new Random(client * 31L + number).nextInt(tables);
      side.client().load("bench", "t" + table);
    };
  }

  static Load.Request creates(Side side) {
    AtomicLong next = new AtomicLong();
    String prefix = "c" + System.nanoTime() + "_";
    return (client, number) -> side.client().create("bench", prefix + next.getAndIncrement());
  }

  private static Load.Request appends(Side side, String prefix, int writers)
      throws IOException, InterruptedException {
    List<Appender> appenders = new ArrayList<>();
    for (int i = 0; i < writers; i++) {
      side.client().create("bench", prefix + i);
      appenders.add(new Appender(side, "bench", prefix + i, i));
    }
    return (client, number) -> appenders.get(client).append();
  }
}
