package dev.tarn.benchmarks.search;

import dev.tarn.core.state.StateSource;
import java.io.IOException;

/** What holds the assets of a branch and is searched. Asked from one thread. */
public interface SearchEngine extends AutoCloseable {
  /** Returns its name and version. */
  String name();

  /**
   * Takes what a branch holds. When it returns, all of it is durable and found, and nothing is
   * merged or written any more.
   */
  void load(StateSource state) throws IOException;

  /** Returns the size of the index's files. */
  long bytes() throws IOException;

  /** Returns the number of parts that a search looks through one after the other. */
  int segments() throws IOException;

  /** Does what is no part of a question but comes before it, such as walking to a page. */
  void prepare(Question question) throws IOException;

  /** Answers, and reads everything that the answer has. */
  Answer ask(Question question) throws IOException;

  @Override
  void close() throws IOException;

  /**
   * An answer in numbers.
   *
   * @param total assets that match; at least, where an engine stops counting
   * @param hits assets returned, with all their fields
   */
  record Answer(long total, int hits) {}
}
