package dev.tarn.core.policy;

/**
 * Decides whether an actor may do something. Called on every request: fast, without side effects.
 */
@FunctionalInterface
public interface Policy {
  Decision decide(AccessRequest request);
}
