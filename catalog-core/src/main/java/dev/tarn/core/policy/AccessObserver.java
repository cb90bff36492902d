package dev.tarn.core.policy;

/** Is told of every decision, before it takes effect; an audit keeps those that matter. */
@FunctionalInterface
public interface AccessObserver {
  /** Tells nobody. */
  AccessObserver NONE = (request, decision) -> {};

  /** A decision was made. Fast: requests wait for it. */
  void decided(AccessRequest request, Decision decision);
}
