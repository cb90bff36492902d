package dev.tarn.audit;

import dev.tarn.core.audit.AuditDecision;
import dev.tarn.core.audit.AuditEvent;
import dev.tarn.core.audit.AuditTrail;
import dev.tarn.core.policy.AccessObserver;
import dev.tarn.core.policy.AccessRequest;
import dev.tarn.core.policy.Action;
import dev.tarn.core.policy.Decision;
import dev.tarn.core.scope.Credential;
import dev.tarn.core.scope.Principal;
import dev.tarn.core.scope.TenantId;
import java.time.InstantSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps decisions: each refusal, and each permission for what only few may. What the process asks
 * of itself is no event.
 */
public final class AccessRecorder implements AccessObserver {
  private static final Set<Action> PRIVILEGED =
      Set.of(
          Action.MANAGE_TENANTS,
          Action.MANAGE_BRANCHES,
          Action.MANAGE_INDEX,
          Action.MANAGE_STORAGE,
          Action.MANAGE_ACCESS,
          Action.READ_AUDIT,
          Action.ERASE_PERSONS);

  private final AuditTrail trail;
  private final InstantSource clock;

  public AccessRecorder(AuditTrail trail, InstantSource clock) {
    this.trail = trail;
    this.clock = clock;
  }

  @Override
  public void decided(AccessRequest request, Decision decision) {
    Principal principal = request.principal();
    if (principal.credential().kind() == Credential.Kind.IN_PROCESS) {
      return;
    }
    switch (decision) {
      case Decision.Deny(var reason, var conceals) ->
          trail.record(chain(request), event(request, AuditDecision.DENIED, reason));
      case Decision.Allow(var access) -> {
        if (PRIVILEGED.contains(request.action())) {
          trail.record(chain(request), event(request, AuditDecision.ALLOWED, null));
        }
      }
    }
  }

  /**
   * Returns whose audit has it: that of the tenant that the asker belongs to, so that nobody fills
   * another one's, or a tenant's that there is not; what operators do to tenants is the
   * installation's.
   */
  private static String chain(AccessRequest request) {
    Principal principal = request.principal();
    if (principal.tenant().isPresent()) {
      return principal.tenant().map(TenantId::value).get();
    }
    // A tenant's end is kept where it is not deleted with the tenant.
    return principal.credential().kind() == Credential.Kind.ANONYMOUS
            || request.action() == Action.MANAGE_TENANTS
        ? AuditTrail.INSTALLATION
        : request.scope().tenant().value();
  }

  private AuditEvent event(AccessRequest request, AuditDecision decision, @Nullable String reason) {
    Principal principal = request.principal();
    Credential credential = principal.credential();
    return new AuditEvent(
        clock.instant(),
        request.scope().tenant().value(),
        principal.actor().name(),
        credential.kind().code(),
        credential.id(),
        principal.origin().address(),
        principal.origin().requestId(),
        request.action().code(),
        request.scope().toString(),
        decision,
        reason);
  }
}
