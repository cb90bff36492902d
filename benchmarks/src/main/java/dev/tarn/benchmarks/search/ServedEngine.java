package dev.tarn.benchmarks.search;

import java.net.URI;

/** An engine that listens to HTTP while it is open. */
public interface ServedEngine extends SearchEngine {
  /** Returns where it listens. */
  URI uri();

  /** Returns a question as its clients ask it. */
  HttpQuestion overHttp(Question question);
}
