package dev.tarn.governance.policy;

/** An expression is none that a policy can have; the message says why, for whoever wrote it. */
final class InvalidConditionException extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidConditionException(String message) {
    super(message);
  }
}
