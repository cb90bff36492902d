package dev.tarn.core.catalog;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Closes what was added, the last first, each whatever happens to the others. */
final class Closing implements AutoCloseable {
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  <T extends AutoCloseable> T add(T resource) {
    open.push(resource);
    return resource;
  }

  /** Closes one of them now. */
  void close(AutoCloseable resource) throws IOException {
    open.remove(resource);
    Closing one = new Closing();
    one.add(resource);
    one.close();
  }

  /** Closes none of them: they have an owner now. */
  void keep() {
    open.clear();
  }

  @Override
  public void close() throws IOException {
    IOException failure = null;
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (IOException e) {
        failure = with(failure, e);
      } catch (Exception e) {
        // What close() may throw is declared that wide; the rest has to be closed all the same.
        failure = with(failure, new IOException("could not be closed", e));
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static IOException with(@Nullable IOException first, IOException next) {
    if (first == null) {
      return next;
    }
    first.addSuppressed(next);
    return first;
  }
}
