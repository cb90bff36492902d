package dev.tarn.iceberg.store;

import dev.tarn.core.audit.AuditLink;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.garbage.GarbageProgress;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.PointInTime;
import dev.tarn.core.scope.Reference;
import dev.tarn.core.scope.ReferenceDetails;
import dev.tarn.core.scope.ReferenceKind;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.tenant.CloneSource;
import dev.tarn.core.tenant.StorageName;
import dev.tarn.core.tenant.Tenant;
import dev.tarn.core.tenant.TenantDetails;
import dev.tarn.core.tenant.TenantRemoval;
import dev.tarn.core.tenant.TenantStatus;
import dev.tarn.core.tenant.TenantStore;
import dev.tarn.iceberg.chain.RedactionList;
import dev.tarn.iceberg.garbage.TenantFiles;
import dev.tarn.iceberg.garbage.UserFiles;
import dev.tarn.iceberg.io.WarehouseLayout;
import dev.tarn.iceberg.nessie.NessieReferences;
import dev.tarn.iceberg.nessie.ReferenceNames;
import dev.tarn.iceberg.store.ReferenceList.Entry;
import dev.tarn.iceberg.store.ReferenceList.Phase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Tenants in Nessie and the warehouse. Of a tenant there is what its list of references has; what
 * Nessie has beyond that is nothing. What is known of a tenant is written before it begins, and
 * deleted last, so that an end that came too soon is found.
 */
final class NessieTenants implements TenantStore {
  private final NessieReferences nessie;
  private final WarehouseLayout layout;
  private final UserFiles files;
  private final Path dataFolder;
  private final Hooks hooks;
  private final TenantList details;
  private final ListLock lock;

  /** What the store of branches does for tenants. */
  interface Hooks {
    OpenedLog open(Scope scope) throws IOException;

    /** Makes a branch able to be restored without the one that it was made from. */
    void checkpoint(Scope scope) throws IOException;

    /** Forgets what this process has in memory of a tenant. */
    void forget(TenantId tenant) throws IOException;
  }

  NessieTenants(
      NessieReferences nessie,
      WarehouseLayout layout,
      UserFiles files,
      Path dataFolder,
      Hooks hooks) {
    this.nessie = nessie;
    this.layout = layout;
    this.files = files;
    this.dataFolder = dataFolder;
    this.hooks = hooks;
    this.details = new TenantList(layout);
    this.lock = new ListLock(layout.root());
  }

  @Override
  public List<TenantId> list() throws IOException {
    String empty = nessie.emptyHash();
    return nessie.branches().entrySet().stream()
        .filter(branch -> !branch.getValue().equals(empty))
        .map(branch -> ReferenceNames.parse(branch.getKey()))
        .flatMap(Optional::stream)
        .filter(scope -> scope.branch().equals(BranchName.MAIN))
        .map(Scope::tenant)
        .sorted(Comparator.comparing(TenantId::value))
        .toList();
  }

  /** A branch without a commit is what a creation left that did not come to its end. */
  boolean exists(Scope scope) throws IOException {
    Optional<String> hash = nessie.hash(ReferenceNames.branch(scope));
    return hash.isPresent() && !hash.get().equals(nessie.emptyHash());
  }

  /**
   * Checks that there is a tenant.
   *
   * @throws CatalogException {@code tenant-not-found}
   */
  void require(TenantId tenant) throws IOException {
    if (!exists(main(tenant))) {
      throw new CatalogException(ErrorCode.TENANT_NOT_FOUND, "no tenant " + tenant);
    }
  }

  private static Scope main(TenantId tenant) {
    return new Scope(tenant, BranchName.MAIN);
  }

  @Override
  public void create(TenantId tenant, TenantDetails known) throws IOException {
    files.check(known.storage());
    lock.locked(
        () -> {
          checkFree(tenant);
          folder(tenant, known).begin();
          ReferenceList references = new ReferenceList(layout.references(tenant));
          references.locked(
              () -> {
                details.write(tenant, known);
                CommitId first =
                    new FirstTables(nessie, layout)
                        .create(main(tenant))
                        .orElseThrow(() -> exists(tenant));
                references.add(Entry.live(main(first)));
              });
        });
  }

  private TenantWarehouse folder(TenantId tenant, TenantDetails known) {
    return new TenantWarehouse(tenant, layout, files.warehouseOf(tenant, known.storage()));
  }

  private static CatalogException exists(TenantId tenant) {
    return new CatalogException(ErrorCode.TENANT_EXISTS, "the tenant " + tenant + " exists");
  }

  private void checkFree(TenantId tenant) throws IOException {
    boolean isGoing =
        details.find(tenant).map(TenantDetails::status).equals(Optional.of(TenantStatus.DELETING));
    if (isGoing) {
      throw new CatalogException(
          ErrorCode.TENANT_EXISTS,
          "the deletion of the tenant " + tenant + " has not ended, or clones need files of it");
    }
    if (exists(main(tenant))) {
      throw exists(tenant);
    }
  }

  private static Reference main(CommitId first) {
    return new Reference(
        BranchName.MAIN, ReferenceKind.BRANCH, BranchName.MAIN, first, ReferenceDetails.UNKNOWN);
  }

  @Override
  public Tenant tenant(TenantId tenant) throws IOException {
    Optional<TenantDetails> known = details.find(tenant);
    if (known.map(TenantDetails::status).equals(Optional.of(TenantStatus.DELETING))) {
      return new Tenant(tenant, known.get());
    }
    require(tenant);
    return new Tenant(tenant, known.orElse(TenantDetails.UNKNOWN));
  }

  @Override
  public Tenant describe(TenantId tenant, UnaryOperator<TenantDetails> change) throws IOException {
    List<Tenant> changed = new ArrayList<>();
    lock.locked(
        () -> {
          TenantDetails described = change.apply(tenant(tenant).details());
          details.write(tenant, described);
          changed.add(new Tenant(tenant, described));
        });
    return changed.getFirst();
  }

  @Override
  public Optional<AuditLink> installationAnchor() throws IOException {
    return new AnchorFile(layout.auditAnchor()).read();
  }

  @Override
  public void keepInstallationAnchor(AuditLink link) throws IOException {
    AnchorFile file = new AnchorFile(layout.auditAnchor());
    lock.locked(
        () -> {
          if (file.read().map(AuditLink::number).orElse(0L) < link.number()) {
            file.write(link);
          }
        });
  }

  @Override
  public CommitId cloneTenant(TenantId source, TenantId clone, PointInTime at, TenantDetails known)
      throws IOException {
    require(source);
    files.check(known.storage());
    try (OpenedLog opened = hooks.open(main(source))) {
      CommitId commit = new CommitResolver(opened.tables(), opened.commits(), nessie).resolve(at);
      lock.locked(
          () -> {
            checkFree(clone);
            TenantDetails sourceDetails = tenant(source).details();
            if (sourceDetails.status() == TenantStatus.DELETING) {
              throw new CatalogException(ErrorCode.TENANT_NOT_FOUND, "no tenant " + source);
            }
            // What the clone needs of the source's files is not trimmed meanwhile.
            new ReferenceList(layout.references(source))
                .locked(
                    () -> {
                      if (!opened.tables().hasLogFiles(commit)) {
                        throw new CatalogException(
                            ErrorCode.COMMIT_NOT_FOUND, "files of " + commit + " are not kept");
                      }
                      folder(clone, known).begin();
                      RedactionList.copy(layout.redactions(source), layout.redactions(clone));
                      details.write(
                          clone,
                          known.clonedFrom(
                              new CloneSource(source, commit), sourceDetails.sharesFilesOf()));
                      begin(clone, ReferenceNames.branch(main(source)), commit);
                    });
          });
      return commit;
    }
  }

  private void begin(TenantId clone, String source, CommitId commit) throws IOException {
    String name = ReferenceNames.branch(main(clone));
    Entry live = Entry.live(main(commit));
    ReferenceList references = new ReferenceList(layout.references(clone));
    references.locked(
        () -> {
          references.write(List.of(live.in(Phase.CREATING)));
          nessie.removal().delete(name);
          if (!nessie.createBranch(name, source, commit.hash())) {
            throw new IOException("something else creates " + name + " at the same time");
          }
          references.write(List.of(live));
        });
  }

  @Override
  public long storageBytes(TenantId tenant) throws IOException {
    require(tenant);
    StorageName storage = details.details(tenant).storage();
    return new TenantFiles(tenant, storage, layout, files).bytes();
  }

  @Override
  public TenantRemoval delete(TenantId tenant, GarbageProgress progress) throws IOException {
    // Nothing of it goes if not all of it can.
    TenantRemover remover = new TenantRemover(tenant(tenant), nessie, layout, files, dataFolder);
    TenantDetails known =
        describe(tenant, before -> before.withStatus(TenantStatus.DELETING)).details();
    hooks.forget(tenant);
    List<TenantId> clones = new TenantList(layout).sharing(tenant);
    for (TenantId clone : clones) {
      CloneSource source = details.details(clone).clonedFrom();
      if (source != null && source.tenant().equals(tenant)) {
        hooks.checkpoint(main(clone));
      }
    }
    TenantRemoval removal =
        remover.remove(new LivingTenants(nessie, layout, hooks::open).of(clones), progress);
    if (removal.remains().isEmpty()) {
      removeLeftovers(known, progress);
    }
    return removal;
  }

  /** The last tenant that needed files of one that is gone takes these along. */
  private void removeLeftovers(TenantDetails gone, GarbageProgress progress) throws IOException {
    for (String name : gone.sharesFilesOf()) {
      TenantId source = new TenantId(name);
      Optional<TenantDetails> left =
          details.find(source).filter(known -> known.status() == TenantStatus.DELETING);
      if (left.isPresent() && !exists(main(source))) {
        List<TenantId> clones = new TenantList(layout).sharing(source);
        var unused =
            new TenantRemover(new Tenant(source, left.get()), nessie, layout, files, dataFolder)
                .remove(new LivingTenants(nessie, layout, hooks::open).of(clones), progress);
      }
    }
  }
}
