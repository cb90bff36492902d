package dev.tarn.iceberg.store;

import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.iceberg.io.WarehouseLayout;
import dev.tarn.iceberg.nessie.NessieReferences;
import dev.tarn.iceberg.nessie.ReferenceNames;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
    for (TenantId tenant : tenants()) {
      new TenantReferences(tenant, nessie, layout).settle();
      ReferenceList list = new ReferenceList(layout.references(tenant));
      for (ReferenceList.Entry entry : list.read()) {
        if (!known.contains(ReferenceNames.name(tenant, entry.name()))) {
          list.locked(() -> restore(tenant, entry));
        }
      }
    }
  }

  private List<TenantId> tenants() throws IOException {
    List<TenantId> tenants = new ArrayList<>();
    try (DirectoryStream<Path> folders =
        Files.newDirectoryStream(layout.root(), Files::isDirectory)) {
      for (Path folder : folders) {
        String name = String.valueOf(folder.getFileName());
        if (Files.exists(folder.resolve("references.json"))) {
          tenants.add(new TenantId(name));
        }
      }
    }
    return tenants;
  }

  private void restore(TenantId tenant, ReferenceList.Entry entry) throws IOException {
    LOG.atWarn()
        .setMessage("Nessie has lost a reference; it is created again")
        .addKeyValue("tenant", tenant)
        .addKeyValue("kind", entry.reference().kind())
        .addKeyValue("name", entry.name())
        .log();
    if (entry.name().equals(BranchName.MAIN)) {
      var unused = new FirstTables(nessie, layout).create(new Scope(tenant, BranchName.MAIN));
      return;
    }
    Scope source = new Scope(tenant, entry.reference().from());
    try (OpenedLog opened = opening.open(source)) {
      opened.commits().follow(opened.tables().head().commit().hash());
      CommitId commit =
          opened.commits().contains(entry.reference().commit())
              ? entry.reference().commit()
              : opened.commits().commitOf(entry.reference().commit().seq());
      String name = ReferenceNames.name(tenant, entry.name());
      var unused =
          switch (entry.reference().kind()) {
            case BRANCH -> nessie.createBranch(name, ReferenceNames.branch(source), commit.hash());
            case TAG -> nessie.createTag(name, ReferenceNames.branch(source), commit.hash());
          };
    }
  }
}
