package dev.tarn.benchmarks.opensearch;

import dev.tarn.benchmarks.search.EngineRun;
import java.io.IOException;

/** Runs the measurement of OpenSearch. */
public final class OpenSearchRun {
  private OpenSearchRun() {}

  /** Does what the order in the arguments says. */
  public static void main(String[] args) throws IOException {
    EngineRun.main(args, OpenSearchEngine::open);
  }
}
