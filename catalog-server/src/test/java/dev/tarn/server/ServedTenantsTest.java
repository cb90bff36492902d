package dev.tarn.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.core.policy.AccessRequest;
import dev.tarn.core.policy.Action;
import dev.tarn.core.policy.Decision;
import dev.tarn.core.policy.Policy;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import java.util.Set;
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

  @Test
  void withoutASettingAllAreServed() {
    Policy policy = new ServedTenants(ALL, new TenantSettings(Set.of()).served());
    assertThat(decide(policy, Actor.LOCAL_ADMINISTRATOR, "globex")).isEqualTo(Decision.ALL);
  }
}
