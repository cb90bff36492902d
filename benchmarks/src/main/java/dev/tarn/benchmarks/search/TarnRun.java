package dev.tarn.benchmarks.search;

import java.io.IOException;

/** Runs the measurement of Tarn's index. */
public final class TarnRun {
  private TarnRun() {}

  /** Does what the order in the arguments says. */
  public static void main(String[] args) throws IOException {
    EngineRun.main(args, TarnEngine::open);
  }
}
