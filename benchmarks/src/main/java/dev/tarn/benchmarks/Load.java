package dev.tarn.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/** Clients that each send one request after the other. */
public final class Load {
  /** One request of a client. */
  public interface Request {
    void send(int client, long number) throws IOException, InterruptedException;
  }

  /** What the clients saw: latencies in nanoseconds. */
  public record Result(Histogram nanos, Duration time) {
    /** Returns requests a second, of all clients together. */
    public double perSecond() {
      return nanos.getTotalCount() / (time.toNanos() / 1e9);
    }
  }

  private Load() {}

  /** Sends the next request when the one before is answered. */
  public static Result run(int clients, Duration time, Request request)
      throws IOException, InterruptedException {
    return drive(clients, time, (client, end) -> run(client, end, request));
  }

  private static Result drive(int clients, Duration time, Client one)
      throws IOException, InterruptedException {
    List<Future<Histogram>> running = new ArrayList<>();
    long start = System.nanoTime();
    long end = start + time.toNanos();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < clients; i++) {
        int client = i;
        running.add(threads.submit(() -> one.run(client, end)));
      }
      Histogram all = Latency.histogram();
      for (Future<Histogram> each : running) {
        all.add(each.get());
      }
      return new Result(all, Duration.ofNanos(System.nanoTime() - start));
    } catch (ExecutionException e) {
      throw new IOException("a client failed", e.getCause());
    }
  }

  /**
   * Sends at a fixed rate, whatever the answers take; latencies count from when a request was due.
   *
   * @param perSecond requests a second, of all clients together
   */
  static Result paced(int clients, int perSecond, Duration time, Request request)
      throws IOException, InterruptedException {
    long intervalNanos = Duration.ofSeconds(clients).toNanos() / perSecond;
    long startNanos = System.nanoTime();
    return drive(
        clients,
        time,
        (client, end) -> {
          Histogram nanos = Latency.histogram();
          long dueNanos = startNanos + intervalNanos * client / clients;
          for (long number = 0; dueNanos < end; number++) {
            for (long wait = dueNanos - System.nanoTime();
                wait > 0;
                wait = dueNanos - System.nanoTime()) {
              LockSupport.parkNanos(wait);
            }
            request.send(client, number);
            nanos.recordValue(System.nanoTime() - dueNanos);
            dueNanos += intervalNanos;
          }
          return nanos;
        });
  }

  /** What one client does until a time. */
  private interface Client {
    Histogram run(int client, long endNanos) throws IOException, InterruptedException;
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
