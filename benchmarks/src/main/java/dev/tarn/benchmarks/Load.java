package dev.tarn.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/** Clients that each send one request after the other. */
final class Load {
  /** One request of a client. */
  interface Request {
    void send(int client, long number) throws IOException, InterruptedException;
  }

  /** What the clients saw: latencies in nanoseconds. */
  record Result(Histogram nanos, Duration time) {
    double perSecond() {
      return nanos.getTotalCount() / (time.toNanos() / 1e9);
    }
  }

  private Load() {}

  static Result run(int clients, Duration time, Request request)
      throws IOException, InterruptedException {
    List<Future<Histogram>> running = new ArrayList<>();
    long start = System.nanoTime();
    long end = start + time.toNanos();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < clients; i++) {
        int client = i;
        running.add(threads.submit(() -> run(client, end, request)));
      }
      Histogram all = Latency.histogram();
      for (Future<Histogram> one : running) {
        all.add(one.get());
      }
      return new Result(all, Duration.ofNanos(System.nanoTime() - start));
    } catch (ExecutionException e) {
      throw new IOException("a client failed", e.getCause());
    }
  }

  private static Histogram run(int client, long endNanos, Request request)
      throws IOException, InterruptedException {
    Histogram nanos = Latency.histogram();
    for (long number = 0; System.nanoTime() < endNanos; number++) {
      long start = System.nanoTime();
      request.send(client, number);
      nanos.recordValue(System.nanoTime() - start);
    }
    return nanos;
  }
}
