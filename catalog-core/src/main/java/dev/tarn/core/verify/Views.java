package dev.tarn.core.verify;

import dev.tarn.core.state.StateSnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Views of an index at one commit: each answers one question at a time. Thread safe. */
final class Views {
  private final BlockingQueue<StateSnapshot> free;

  /** A question to one of them. */
  @FunctionalInterface
  interface Question<T> {
    T ask(StateSnapshot view) throws IOException;
  }

  Views(List<StateSnapshot> views) {
    this.free = new LinkedBlockingQueue<>(views);
  }

  /** Asks one that is free, as soon as one is. */
  <T> T ask(Question<T> question) {
    StateSnapshot view;
    try {
      view = free.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException("interrupted", e));
    }
    try {
      return question.ask(view);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      free.add(view);
    }
  }
}
