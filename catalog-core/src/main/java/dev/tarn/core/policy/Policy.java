package dev.tarn.core.policy;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a principal may do something. Called on every request: fast, without side
 * effects.
 */
@FunctionalInterface
public interface Policy {
  Decision decide(AccessRequest request);

  /**
   * Says how a decision comes about, a line for each thing that it depends on; the last line says
   * what it is.
   *
   * @param asset of which it is asked; null for no particular one
   */
  default List<String> explain(AccessRequest request, @Nullable Asset asset) {
    return List.of(decide(request).toString());
  }

  /** Returns the policy as it would be if a branch were merged into its tenant's main. */
  default Policy ofBranch(Scope branch) {
    return this;
  }

  /** Returns the names of the actors of whom a tenant's rules say something. */
  default Set<String> people(TenantId tenant) {
    return Set.of();
  }
}
