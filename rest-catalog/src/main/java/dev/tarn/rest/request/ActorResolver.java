package dev.tarn.rest.request;

import dev.tarn.core.scope.Actor;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Says who makes a request. What it trusts is its own business; a header that anyone can send is
 * nothing to trust.
 */
@FunctionalInterface
public interface ActorResolver {
  /**
   * Returns the actor.
   *
   * @throws dev.tarn.core.error.CatalogException {@code unauthenticated}
   */
  Actor actor(HttpServletRequest request);

  /** Returns a resolver for an installation that has one user and listens to that one only. */
  static ActorResolver always(Actor actor) {
    return request -> actor;
  }
}
