package dev.tarn.benchmarks;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Histograms of nanoseconds, read in milliseconds. */
public final class Latency {
  private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(5);
  private static final int DIGITS = 3;
  private static final double NANOS_PER_MILLI = 1e6;

  private Latency() {}

  public static Histogram histogram() {
    return new Histogram(LONGEST_NANOS, DIGITS);
  }

  public static double millis(Histogram nanos, double percentile) {
    return nanos.getValueAtPercentile(percentile) / NANOS_PER_MILLI;
  }
}
