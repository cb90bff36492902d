package dev.tarn.iceberg.log;

import java.util.Locale;

/** The steps of an append, in order. */
public enum AppendStep {
  /** The change file is written; it may not be safe yet. */
  DATA,
  /** Manifest and manifest list are written. */
  MANIFESTS,
  /** Table metadata is written. */
  METADATA,
  /** The change file is safe and has its place in the journal. */
  JOURNAL,
  /** Nessie has made the commit visible. */
  NESSIE;

  /** Returns the step's name in metrics. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
