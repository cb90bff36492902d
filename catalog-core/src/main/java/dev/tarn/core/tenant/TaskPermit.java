package dev.tarn.core.tenant;

/** Lets a task of a tenant run; given back when it has ended, whatever became of it. */
@FunctionalInterface
public interface TaskPermit extends AutoCloseable {
  /** Of tasks that Tarn runs of its own accord. */
  TaskPermit UNCOUNTED = () -> {};

  /** Gives it back. More than once is once. */
  @Override
  void close();
}
