package dev.tarn.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.core.audit.AuditDecision;
import dev.tarn.core.audit.AuditEntry;
import dev.tarn.core.audit.AuditEvent;
import dev.tarn.core.audit.AuditQuery;
import dev.tarn.core.audit.AuditTrail;
import dev.tarn.core.policy.AccessRequest;
import dev.tarn.core.policy.Action;
import dev.tarn.core.policy.Decision;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.Credential;
import dev.tarn.core.scope.Origin;
import dev.tarn.core.scope.Principal;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.SignedIn;
import dev.tarn.core.scope.TenantId;
import dev.tarn.testkit.InMemoryAuditTrail;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which decisions are events, and in whose audit. */
final class AccessRecorderTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final Decision DENIED = new Decision.Deny("not for you", false);

  private final AuditTrail trail = new InMemoryAuditTrail();
  private final AccessRecorder recorder = new AccessRecorder(trail, () -> NOON);

  private static SignedIn principal(Optional<String> tenant, Credential.Kind kind) {
    return new SignedIn(
        new Actor("user:alice"),
        tenant.map(TenantId::new),
        Set.of(),
        Set.of(),
        Map.of(),
        new Credential(kind, "key-7", Set.of()),
        new Origin("192.0.2.7", "request-7"));
  }

  private void decide(Principal principal, String tenant, Action action, Decision decision) {
    recorder.decided(
        new AccessRequest(
            principal, new Scope(new TenantId(tenant), new BranchName("dev")), action),
        decision);
  }

  private List<AuditEvent> events(String chain) {
    return trail.read(chain, AuditQuery.allAfter(0)).stream().map(AuditEntry::event).toList();
  }

  @Test
  void refusalsAreKeptWithEverythingThatIsKnown() {
    decide(
        principal(Optional.of("acme"), Credential.Kind.API_KEY),
        "acme",
        Action.READ_ASSETS,
        DENIED);
    assertThat(events("acme"))
        .containsExactly(
            new AuditEvent(
                NOON,
                "acme",
                "user:alice",
                "api-key",
                "key-7",
                "192.0.2.7",
                "request-7",
                "read-assets",
                "acme/dev",
                AuditDecision.DENIED,
                "not for you"));
  }

  @Test
  void ofWhatIsAllowedOnlyWhatFewMayDoIsKept() {
    Principal alice = principal(Optional.of("acme"), Credential.Kind.SESSION);
    for (Action action : Action.values()) {
      decide(alice, "acme", action, Decision.ALL);
    }
    assertThat(events("acme"))
        .extracting(AuditEvent::action)
        .contains("manage-branches", "manage-access", "read-audit", "erase-persons")
        .noneMatch(action -> action.startsWith("write-") || action.equals("read-assets"));
  }

  @Test
  void nobodyFillsTheAuditOfAnotherTenant() {
    decide(
        principal(Optional.of("acme"), Credential.Kind.API_KEY),
        "globex",
        Action.READ_ASSETS,
        DENIED);
    decide(
        principal(Optional.empty(), Credential.Kind.ANONYMOUS),
        "globex",
        Action.READ_ASSETS,
        DENIED);
    decide(
        principal(Optional.empty(), Credential.Kind.ADMIN_KEY),
        "globex",
        Action.MANAGE_TENANTS,
        Decision.ALL);
    assertThat(events("globex")).isEmpty();
    assertThat(events("acme")).extracting(AuditEvent::tenant).containsExactly("globex");
    assertThat(events(AuditTrail.INSTALLATION)).hasSize(2);
  }

  @Test
  void whatTheProcessAsksOfItselfIsNoEvent() {
    decide(Actor.SYSTEM, "acme", Action.MANAGE_BRANCHES, Decision.ALL);
    decide(Actor.SYSTEM, "acme", Action.READ_ASSETS, DENIED);
    assertThat(trail.chains()).isEmpty();
  }
}
