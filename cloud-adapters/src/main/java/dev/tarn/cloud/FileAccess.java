package dev.tarn.cloud;

/** What may be done with files. */
public enum FileAccess {
  READ,
  /** Also write and delete. */
  WRITE
}
