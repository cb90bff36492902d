package dev.tarn.core.catalog;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.policy.AccessRequest;
import dev.tarn.core.policy.Action;
import dev.tarn.core.policy.Decision;
import dev.tarn.core.policy.Policy;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.Principal;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.tenant.TenantDetails;
import dev.tarn.core.tenant.TenantStatus;
import dev.tarn.core.tenant.TenantStore;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets nobody but operators into a tenant that is suspended. Asked for every read and write: what
 * is known of a tenant is kept in memory for a moment. What this process changes holds at once,
 * what another one changes after that moment.
 */
final class TenantGate {
  private static final Duration KEPT = Duration.ofSeconds(1);

  private record Known(TenantDetails details, Instant readAt) {}

  private final TenantStore store;
  private final Policy policy;
  private final Clock clock;
  private final Map<TenantId, Known> tenants = new ConcurrentHashMap<>();

  TenantGate(TenantStore store, Policy policy, Clock clock) {
    this.store = store;
    this.policy = policy;
    this.clock = clock;
  }

  /**
   * Checks that a tenant answers to someone; says nothing of one that there is not.
   *
   * @throws CatalogException {@code tenant-suspended}, {@code tenant-closed}; {@code
   *     tenant-not-found} for one that is being deleted
   */
  void check(Principal principal, Scope scope) {
    Optional<TenantDetails> details = details(scope.tenant());
    if (details.isEmpty()) {
      return;
    }
    switch (details.get().status()) {
      case ACTIVE -> {}
      case SUSPENDED -> {
        if (!isOperator(principal, scope)) {
          throw new CatalogException(
              ErrorCode.TENANT_SUSPENDED, "the tenant is suspended; operators can resume it");
        }
      }
      case REWRITING -> {
        // Nobody opens a branch of it; that the process looks after itself is no answer to anyone.
        if (!principal.actor().equals(Actor.SYSTEM)) {
          throw closed();
        }
      }
      case DELETING -> {
        if (!isOperator(principal, scope)) {
          throw notFound(scope.tenant());
        }
      }
    }
  }

  private boolean isOperator(Principal principal, Scope scope) {
    return principal.actor().equals(Actor.SYSTEM)
        || policy.decide(new AccessRequest(principal, scope, Action.MANAGE_TENANTS))
            instanceof Decision.Allow;
  }

  static CatalogException closed() {
    return new CatalogException(
        ErrorCode.TENANT_CLOSED, "the tenant is closed while a person is replaced in its files");
  }

  static CatalogException notFound(TenantId tenant) {
    return new CatalogException(ErrorCode.TENANT_NOT_FOUND, "no tenant " + tenant);
  }

  /** Returns what is known of a tenant; empty if there is none. */
  Optional<TenantDetails> details(TenantId tenant) {
    Instant now = clock.instant();
    Known known = tenants.get(tenant);
    if (known == null || known.readAt().plus(KEPT).isBefore(now)) {
      try {
        known = new Known(store.tenant(tenant).details(), now);
        tenants.put(tenant, known);
      } catch (IOException e) {
        throw new CatalogException(
            ErrorCode.STORAGE_UNAVAILABLE, "it cannot be read whether the tenant answers", e);
      } catch (CatalogException e) {
        if (e.code() != ErrorCode.TENANT_NOT_FOUND) {
          throw e;
        }
        tenants.remove(tenant);
        return Optional.empty();
      }
    }
    return Optional.of(known.details());
  }

  /** Returns whether branches of a tenant may be open. */
  boolean isOpen(TenantId tenant) {
    return details(tenant).map(TenantDetails::status).equals(Optional.of(TenantStatus.ACTIVE));
  }

  /** Has what is known of a tenant read again. */
  void forget(TenantId tenant) {
    tenants.remove(tenant);
  }
}
