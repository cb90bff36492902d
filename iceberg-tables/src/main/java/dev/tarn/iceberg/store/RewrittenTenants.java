package dev.tarn.iceberg.store;

import dev.tarn.core.audit.ListedRedaction;
import dev.tarn.core.scope.ReferenceKind;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.iceberg.chain.GroupHash;
import dev.tarn.iceberg.chain.RedactedGroup;
import dev.tarn.iceberg.chain.RedactionList;
import dev.tarn.iceberg.io.WarehouseLayout;
import dev.tarn.iceberg.log.BranchTables;
import dev.tarn.iceberg.log.LogGroups;
import dev.tarn.iceberg.nessie.NessieReferences;
import dev.tarn.iceberg.privacy.WarehousePersons;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.data.Record;

/** What a rewriting of files needs of tenants. */
final class RewrittenTenants implements WarehousePersons.Tenants {
  private final Path dataFolder;
  private final WarehouseLayout layout;
  private final NessieReferences nessie;
  private final ReferenceRecovery.Opening opening;

  RewrittenTenants(
      Path dataFolder,
      WarehouseLayout layout,
      NessieReferences nessie,
      ReferenceRecovery.Opening opening) {
    this.dataFolder = dataFolder;
    this.layout = layout;
    this.nessie = nessie;
    this.opening = opening;
  }

  private TenantReferences references(TenantId tenant) {
    return new TenantReferences(tenant, nessie, layout);
  }

  @Override
  public Set<TenantId> family(TenantId tenant) throws IOException {
    return new TenantList(layout).family(tenant);
  }

  @Override
  public void whileLocked(TenantId tenant, Action action) throws IOException {
    new ListLock(layout.root())
        .locked(() -> new ListLock(layout.tenant(tenant)).locked(action::run));
  }

  @Override
  public void fence(TenantId tenant, long epoch) throws IOException {
    LocalFiles.begin(dataFolder, tenant, epoch);
    TenantReferences references = references(tenant);
    references.settle();
    for (ReferenceList.Entry entry : references.live()) {
      if (entry.reference().kind() == ReferenceKind.BRANCH) {
        try (OpenedLog opened = opening.open(new Scope(tenant, entry.name()))) {
          fence(opened.tables(), epoch);
        }
      }
    }
  }

  @Override
  public Map<TenantId, ListedRedaction> redacted(Set<TenantId> family, Set<String> groups)
      throws IOException {
    Map<TenantId, ListedRedaction> lists = new HashMap<>();
    for (TenantId tenant : family) {
      Set<RedactedGroup> redacted = new LinkedHashSet<>();
      for (ReferenceList.Entry entry : references(tenant).live()) {
        if (entry.reference().kind() == ReferenceKind.BRANCH) {
          try (OpenedLog opened = opening.open(new Scope(tenant, entry.name()))) {
            redacted.addAll(redacted(opened.tables(), groups));
          }
        }
      }
      if (!redacted.isEmpty()) {
        lists.put(tenant, RedactionList.write(layout.redactions(tenant), redacted));
      }
    }
    return lists;
  }

  private static Set<RedactedGroup> redacted(BranchTables tables, Set<String> groups)
      throws IOException {
    Set<RedactedGroup> redacted = new LinkedHashSet<>();
    String[] before = {""};
    LogGroups.read(
        tables,
        tables.head(),
        rows -> {
          Record first = rows.getFirst();
          String hash = GroupHash.hash(first);
          if (hash != null && groups.contains(String.valueOf(first.getField("group_id")))) {
            redacted.add(RedactedGroup.of(before[0], rows));
          }
          before[0] = hash == null ? "" : hash;
          return true;
        });
    return redacted;
  }

  private static void fence(BranchTables tables, long epoch) throws IOException {
    String wanted = Long.toString(epoch);
    var unused =
        tables.update(
            "fence",
            edit -> {
              String known =
                  edit.head().metadata(BranchTables.CHANGES).property(BranchTables.EPOCH, "");
              if (!known.equals(wanted)) {
                edit.setTableProperties(BranchTables.CHANGES, Map.of(BranchTables.EPOCH, wanted));
              }
            });
  }
}
