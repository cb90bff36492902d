package dev.tarn.iceberg.store;

import dev.tarn.core.garbage.GarbageProgress;
import dev.tarn.core.garbage.GarbageReport;
import dev.tarn.core.garbage.GarbageRequest;
import dev.tarn.core.scope.TenantId;
import dev.tarn.iceberg.garbage.DeletedBranch;
import dev.tarn.iceberg.garbage.DeletedBranches;
import dev.tarn.iceberg.garbage.GarbageCollection;
import dev.tarn.iceberg.garbage.Living;
import dev.tarn.iceberg.garbage.UserFiles;
import dev.tarn.iceberg.io.WarehouseLayout;
import dev.tarn.iceberg.nessie.NessieReferences;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The garbage of one tenant: what lives and what is deleted, as its lists say. */
final class TenantGarbage {
  private final TenantId tenant;
  private final NessieReferences nessie;
  private final WarehouseLayout layout;
  private final UserFiles files;
  private final ReferenceRecovery.Opening opening;
  private final ReferenceList list;
  private final DeletedBranches deleted;

  /**
   * @param opening opens a branch, with everything put back that Nessie may have lost of it
   */
  TenantGarbage(
      TenantId tenant,
      NessieReferences nessie,
      WarehouseLayout layout,
      UserFiles files,
      ReferenceRecovery.Opening opening) {
    this.tenant = tenant;
    this.nessie = nessie;
    this.layout = layout;
    this.files = files;
    this.opening = opening;
    this.list = new ReferenceList(layout.references(tenant));
    this.deleted = new DeletedBranches(layout.deletedBranches(tenant));
  }

  GarbageReport collect(GarbageRequest request, Path dataFolder, GarbageProgress progress)
      throws IOException {
    TenantReferences references = new TenantReferences(tenant, nessie, layout);
    references.settle();
    List<DeletedBranch> old =
        deleted.read().stream()
            .filter(branch -> branch.deletedAt().isBefore(request.deletedBefore()))
            .toList();
    if (old.isEmpty()) {
      return GarbageReport.NOTHING;
    }
    List<TenantId> tenants = new ArrayList<>(new TenantList(layout).sharing(tenant));
    tenants.add(tenant);
    Living living = new LivingTenants(nessie, layout, opening).of(tenants);
    GarbageCollection.Outcome outcome =
        new GarbageCollection(
                tenant,
                new TenantList(layout).details(tenant).storage(),
                nessie,
                layout,
                files,
                old,
                progress)
            .run(living, request.mode(), dataFolder.resolve("work"));
    if (request.mode() == GarbageRequest.Mode.DELETE) {
      for (DeletedBranch branch : old) {
        // Where another server has deleted the branch, they are left here.
        LocalFiles.delete(dataFolder, tenant, branch.folder());
      }
    }
    list.locked(() -> deleted.removeFolders(outcome.done()));
    return outcome.report();
  }
}
