package dev.tarn.benchmarks;

import dev.tarn.testkit.ServerProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Looks at a server's memory several times a second and keeps the highest values. */
final class MemoryWatch implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofMillis(500);

  private final ServerProcess server;
  private final Api api;
  private final AtomicLong heapBytes = new AtomicLong();
  private final AtomicLong residentBytes = new AtomicLong();
  private final ScheduledExecutorService scheduler =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());

  MemoryWatch(ServerProcess server) {
    this.server = server;
    this.api = new Api(server.uri());
    var _ =
        scheduler.scheduleWithFixedDelay(this::look, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      long heap = (long) api.metric("jvm_memory_used_bytes", "area=\"heap\"");
      heapBytes.accumulateAndGet(heap, Math::max);
      long resident = ServerProcess.residentBytes(server.processes().getFirst());
      residentBytes.accumulateAndGet(resident, Math::max);
    } catch (IOException e) {
      System.err.println("memory not seen: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  long peakHeapBytes() {
    return heapBytes.get();
  }

  long peakResidentBytes() {
    return residentBytes.get();
  }

  @Override
  public void close() {
    scheduler.shutdownNow();
  }
}
