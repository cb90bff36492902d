package dev.tarn.core.policy;

/** The answer of a policy. */
public sealed interface Decision {
  /** Go on. */
  record Allow() implements Decision {}

  /**
   * Refuse.
   *
   * @param reason for the actor; says nothing of what the actor may not see
   */
  record Deny(String reason) implements Decision {}
}
