package dev.tarn.iceberg.store;

import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.ReferenceKind;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.tenant.CloneSource;
import dev.tarn.core.tenant.TenantStatus;
import dev.tarn.iceberg.io.WarehouseLayout;
import dev.tarn.iceberg.nessie.NessieReferences;
import dev.tarn.iceberg.nessie.ReferenceNames;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the creations and deletions of branches and tags that did not come to their end, and creates
 * again those that a tenant's list has and Nessie has not. A main branch begins empty and gets its
 * checkpoint and journal when it is opened; what was made from a branch is made again from the
 * commit that has the same end of the log, once that branch is whole.
 */
final class ReferenceRecovery {
  private static final Logger LOG = LoggerFactory.getLogger(ReferenceRecovery.class);

  /** Opens a branch, with everything put back. */
  @FunctionalInterface
  interface Opening {
    OpenedLog open(Scope scope) throws IOException;
  }

  private final NessieReferences nessie;
  private final WarehouseLayout layout;
  private final Opening opening;

  ReferenceRecovery(NessieReferences nessie, WarehouseLayout layout, Opening opening) {
    this.nessie = nessie;
    this.layout = layout;
    this.opening = opening;
  }

  void run() throws IOException {
    Set<String> known = new HashSet<>(nessie.names());
    TenantList tenants = new TenantList(layout);
    for (TenantId tenant : tenants.known()) {
      if (tenants.details(tenant).status() == TenantStatus.DELETING) {
        continue;
      }
      new TenantReferences(tenant, nessie, layout).settle();
      ReferenceList list = new ReferenceList(layout.references(tenant));
      for (ReferenceList.Entry entry : list.read()) {
        if (!known.contains(ReferenceNames.name(tenant, entry.name()))) {
          list.locked(() -> restore(tenant, entry));
        }
      }
    }
  }

  private void restore(TenantId tenant, ReferenceList.Entry entry) throws IOException {
    LOG.atWarn()
        .setMessage("Nessie has lost a reference; it is created again")
        .addKeyValue("tenant", tenant)
        .addKeyValue("kind", entry.reference().kind())
        .addKeyValue("name", entry.name())
        .log();
    if (entry.name().equals(BranchName.MAIN)) {
      restoreMain(tenant);
      return;
    }
    restore(
        ReferenceNames.name(tenant, entry.name()),
        entry.reference().kind(),
        new Scope(tenant, entry.reference().from()),
        entry.reference().commit());
  }

  /** A clone of a tenant that is no more has a checkpoint. */
  private void restoreMain(TenantId tenant) throws IOException {
    Scope main = new Scope(tenant, BranchName.MAIN);
    CloneSource source = new TenantList(layout).details(tenant).clonedFrom();
    if (source != null) {
      Scope from = new Scope(source.tenant(), BranchName.MAIN);
      if (nessie.hash(ReferenceNames.branch(from)).isPresent()) {
        restore(ReferenceNames.branch(main), ReferenceKind.BRANCH, from, source.commit());
        return;
      }
    }
    var unused = new FirstTables(nessie, layout).create(main);
  }

  private void restore(String name, ReferenceKind kind, Scope source, CommitId at)
      throws IOException {
    try (OpenedLog opened = opening.open(source)) {
      opened.commits().follow(opened.tables().head().commit().hash());
      CommitId commit = opened.commits().contains(at) ? at : opened.commits().commitOf(at.seq());
      var unused =
          switch (kind) {
            case BRANCH -> nessie.createBranch(name, ReferenceNames.branch(source), commit.hash());
            case TAG -> nessie.createTag(name, ReferenceNames.branch(source), commit.hash());
          };
    }
  }
}
