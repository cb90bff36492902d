package dev.tarn.iceberg.io;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** Runs each task in the thread that submits it; never shut down. */
public final class SameThreadExecutor extends AbstractExecutorService {
  /** The one there needs to be. */
  public static final ExecutorService INSTANCE = new SameThreadExecutor();

  private SameThreadExecutor() {}

  @Override
  public void execute(Runnable task) {
    task.run();
  }

  @Override
  public void shutdown() {
    throw new UnsupportedOperationException("shared by all");
  }

  @Override
  public List<Runnable> shutdownNow() {
    throw new UnsupportedOperationException("shared by all");
  }

  @Override
  public boolean isShutdown() {
    return false;
  }

  @Override
  public boolean isTerminated() {
    return false;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return false;
  }
}
