package dev.tarn.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.policy.AccessRequest;
import dev.tarn.core.policy.Action;
import dev.tarn.core.policy.Decision;
import dev.tarn.core.policy.Policy;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A server for one tenant knows of no other. */
final class ServedTenantsTest {
  private static final Policy ALL = request -> Decision.ALL;

  private static Decision decide(Policy policy, Actor actor, String tenant) {
    return policy.decide(
        new AccessRequest(
            actor, new Scope(new TenantId(tenant), BranchName.MAIN), Action.READ_ASSETS));
  }

  @Test
  void othersAreConcealedButFromTheServerItself() {
    Policy policy = new ServedTenants(ALL, new TenantSettings(Set.of("acme")).served());
    assertThat(decide(policy, Actor.LOCAL_ADMINISTRATOR, "acme")).isEqualTo(Decision.ALL);
    assertThat(decide(policy, Actor.LOCAL_ADMINISTRATOR, "globex"))
        .isEqualTo(new Decision.Deny("no tenant globex", true));
    assertThat(decide(policy, Actor.SYSTEM, "globex")).isEqualTo(Decision.ALL);
  }

  /** What the policy beneath says of itself is asked of it, not of what stands before it. */
  @Test
  void explanationsAndSimulationsAreThoseOfThePolicyBeneath() {
    Scope acme = new Scope(new TenantId("acme"), BranchName.MAIN);
    Scope trial = new Scope(acme.tenant(), new BranchName("trial"));
    Policy beneath =
        new Policy() {
          @Override
          public Decision decide(AccessRequest request) {
            return Decision.ALL;
          }

          @Override
          public List<String> explain(AccessRequest request, @Nullable Asset asset) {
            return List.of("because of " + request.scope());
          }

          @Override
          public Policy ofBranch(Scope branch) {
            return request -> new Decision.Deny("not on " + branch, false);
          }

          @Override
          public Set<String> people(TenantId tenant) {
            return Set.of("user:of-" + tenant);
          }
        };
    Policy policy = new ServedTenants(beneath, Set.of(acme.tenant()));
    AccessRequest read = new AccessRequest(Actor.LOCAL_ADMINISTRATOR, acme, Action.READ_ASSETS);
    assertThat(policy.explain(read, null)).containsExactly("because of acme/main");
    assertThat(policy.people(acme.tenant())).containsExactly("user:of-acme");
    assertThat(policy.ofBranch(trial).decide(read))
        .isEqualTo(new Decision.Deny("not on acme/trial", false));
    Scope globex = new Scope(new TenantId("globex"), BranchName.MAIN);
    AccessRequest other = new AccessRequest(Actor.LOCAL_ADMINISTRATOR, globex, Action.READ_ASSETS);
    assertThat(policy.explain(other, null)).containsExactly("denied: no tenant globex");
  }

  @Test
  void withoutASettingAllAreServed() {
    Policy policy = new ServedTenants(ALL, new TenantSettings(Set.of()).served());
    assertThat(decide(policy, Actor.LOCAL_ADMINISTRATOR, "globex")).isEqualTo(Decision.ALL);
  }
}
