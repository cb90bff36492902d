package dev.tarn.core.policy;

/** The answer of a policy. */
public sealed interface Decision {
  /** Go on with everything. */
  Decision ALL = new Allow(AssetAccess.ALL);

  /**
   * Go on.
   *
   * @param access with which assets
   */
  record Allow(AssetAccess access) implements Decision {}

  /**
   * Refuse.
   *
   * @param reason for the actor; says nothing of what the actor may not see
   * @param conceals whether the actor may not even learn that there is something: it is answered as
   *     if there were not
   */
  record Deny(String reason, boolean conceals) implements Decision {}
}
