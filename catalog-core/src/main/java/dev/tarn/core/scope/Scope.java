package dev.tarn.core.scope;

/** A tenant's branch: the unit that has a log, a head, a committer and an index. */
public record Scope(TenantId tenant, BranchName branch) {
  /** The scope of an embedded installation. */
  public static final Scope DEFAULT = new Scope(TenantId.DEFAULT, BranchName.MAIN);

  @Override
  public String toString() {
    return tenant.value() + "/" + branch.value();
  }
}
