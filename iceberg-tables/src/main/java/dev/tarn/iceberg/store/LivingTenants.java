package dev.tarn.iceberg.store;

import dev.tarn.core.scope.ReferenceKind;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.iceberg.garbage.Living;
import dev.tarn.iceberg.io.WarehouseLayout;
import dev.tarn.iceberg.log.Checkpoint;
import dev.tarn.iceberg.nessie.NessieReferences;
import dev.tarn.iceberg.nessie.ReferenceNames;
import dev.tarn.iceberg.store.ReferenceList.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What leads to files: the branches and tags of some tenants. */
final class LivingTenants {
  private final NessieReferences nessie;
  private final WarehouseLayout layout;
  private final ReferenceRecovery.Opening opening;

  /**
   * @param opening opens a branch, with everything put back that Nessie may have lost of it
   */
  LivingTenants(
      NessieReferences nessie, WarehouseLayout layout, ReferenceRecovery.Opening opening) {
    this.nessie = nessie;
    this.layout = layout;
    this.opening = opening;
  }

  /** Returns all branches and tags of the tenants, after having recovered them. */
  Living of(Collection<TenantId> tenants) throws IOException {
    List<String> heads = new ArrayList<>();
    List<String> metadata = new ArrayList<>();
    for (TenantId tenant : tenants) {
      TenantReferences references = new TenantReferences(tenant, nessie, layout);
      references.settle();
      for (Entry entry : references.live()) {
        if (entry.reference().kind() == ReferenceKind.BRANCH) {
          // Until then, what the branch needs may be in its journal and checkpoint only.
          opening.open(new Scope(tenant, entry.name())).close();
        }
      }
      ReferenceList list = new ReferenceList(layout.references(tenant));
      list.locked(
          () -> {
            for (Entry entry : list.read()) {
              add(tenant, entry, heads, metadata);
            }
          });
    }
    return new Living(heads, metadata);
  }

  private void add(TenantId tenant, Entry entry, List<String> heads, List<String> metadata)
      throws IOException {
    String name = ReferenceNames.name(tenant, entry.name());
    heads.add(nessie.hash(name).orElseThrow(() -> new IOException("Nessie does not know " + name)));
    if (entry.reference().kind() == ReferenceKind.BRANCH) {
      Path checkpoint =
          layout.withBranchFolder(entry.folder()).checkpoint(new Scope(tenant, entry.name()));
      Checkpoint.read(checkpoint)
          .ifPresent(known -> metadata.addAll(known.metadataLocations().values()));
    }
  }
}
