package dev.tarn.core.error;

/** Who has to act on an error. */
public enum ErrorKind {
  /** The request is wrong; sending it again unchanged fails again. */
  USER,
  /** The request lost against the current state; read again and decide. */
  CONFLICT,
  /** A store, the network or a limit of this moment; the same request may succeed later. */
  EXTERNAL,
  /** A defect of Tarn. */
  INTERNAL
}
