package dev.tarn.benchmarks.iceberg;

import dev.tarn.benchmarks.Latency;
import dev.tarn.benchmarks.Load;
import dev.tarn.benchmarks.Report;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** Asks both sides the same by turns, and keeps what they took. */
final class Contest {
  private final List<Side> sides;
  private final Duration warmUp;
  private final Duration time;
  private final int rounds;
  private final String only;
  private final Report report;

  /** What is asked of a side. */
  interface Task {
    Load.Request of(Side side) throws IOException, InterruptedException;
  }

  /**
   * @param warmUp of each side, before the first round of each task
   * @param time of each side in each round
   * @param only what tasks to measure begin with
   */
  Contest(String title, List<Side> sides, Duration warmUp, Duration time, int rounds, String only) {
    this.only = only;
    this.warmUp = warmUp;
    this.sides = sides;
    this.time = time;
    this.rounds = rounds;
    List<String> header = new ArrayList<>(List.of("what", "clients"));
    for (Side side : sides) {
      header.addAll(List.of(side.name() + " /s", "p50 ms", "p99 ms"));
    }
    header.add("ratio");
    this.report = new Report(title, header.toArray(String[]::new));
  }

  /** Measures one task; the ratio is the first side's operations for one of the second's. */
  void measure(String what, int clients, Task task) throws IOException, InterruptedException {
    if (!what.startsWith(only)) {
      return;
    }
    List<Load.Request> requests = new ArrayList<>();
    List<Histogram> seen = new ArrayList<>();
    List<Duration> taken = new ArrayList<>();
    for (Side side : sides) {
      Load.Request request = task.of(side);
      requests.add(request);
      Load.run(clients, warmUp, request);
      seen.add(Latency.histogram());
      taken.add(Duration.ZERO);
    }
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < sides.size(); i++) {
        Load.Result result = Load.run(clients, time, requests.get(i));
        seen.get(i).add(result.nanos());
        taken.set(i, taken.get(i).plus(result.time()));
      }
    }
    List<Object> row = new ArrayList<>(List.of(what, clients));
    List<Double> rates = new ArrayList<>();
    for (int i = 0; i < sides.size(); i++) {
      Load.Result all = new Load.Result(seen.get(i), taken.get(i));
      rates.add(all.perSecond());
      row.addAll(
          List.of(
              all.perSecond(), Latency.millis(all.nanos(), 50), Latency.millis(all.nanos(), 99)));
    }
    row.add(rates.getFirst() / rates.getLast());
    report.row(row.toArray());
    System.err.println(row);
  }

  void print() {
    report.print();
  }
}
