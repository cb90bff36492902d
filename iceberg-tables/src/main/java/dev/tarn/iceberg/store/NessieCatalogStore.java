package dev.tarn.iceberg.store;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.garbage.GarbageProgress;
import dev.tarn.core.garbage.GarbageReport;
import dev.tarn.core.garbage.GarbageRequest;
import dev.tarn.core.log.BranchStore;
import dev.tarn.core.log.CatalogStore;
import dev.tarn.core.privacy.PersonStore;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.PointInTime;
import dev.tarn.core.scope.Reference;
import dev.tarn.core.scope.ReferenceDetails;
import dev.tarn.core.scope.ReferenceKind;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.tenant.TenantStore;
import dev.tarn.iceberg.garbage.UserFiles;
import dev.tarn.iceberg.io.FileSync;
import dev.tarn.iceberg.io.WarehouseLayout;
import dev.tarn.iceberg.log.AppendObserver;
import dev.tarn.iceberg.log.BranchRecovery;
import dev.tarn.iceberg.log.BranchTables;
import dev.tarn.iceberg.log.Checkpointer;
import dev.tarn.iceberg.log.CommitIndex;
import dev.tarn.iceberg.log.NessieChangeLog;
import dev.tarn.iceberg.nessie.EmbeddedNessie;
import dev.tarn.iceberg.nessie.NessieReferences;
import dev.tarn.iceberg.nessie.ReferenceNames;
import dev.tarn.iceberg.privacy.WarehousePersons;
import dev.tarn.iceberg.schema.CatalogTable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The tenants and branches of a warehouse, versioned by Nessie. */
public final class NessieCatalogStore implements CatalogStore {
  private static final Set<String> TABLES =
      Arrays.stream(CatalogTable.values())
          .map(CatalogTable::tableName)
          .collect(Collectors.toUnmodifiableSet());

  private final IcebergSettings settings;
  private final AppendObserver observer;
  private final UserFiles userFiles;
  private final WarehouseLayout layout;
  private final FolderLock lock;
  private final @Nullable EmbeddedNessie embedded;
  private final NessieReferences nessie;
  private final NessieTenants tenants;
  private final Map<Scope, CommitIndex> indexes = new HashMap<>();

  private NessieCatalogStore(
      IcebergSettings settings,
      AppendObserver observer,
      UserFiles userFiles,
      FolderLock lock,
      @Nullable EmbeddedNessie embedded,
      NessieReferences nessie) {
    this.settings = settings;
    this.observer = observer;
    this.userFiles = userFiles;
    this.layout = new WarehouseLayout(settings.warehouse());
    this.lock = lock;
    this.embedded = embedded;
    this.nessie = nessie;
    this.tenants =
        new NessieTenants(nessie, layout, userFiles, settings.dataFolder(), new Branches());
  }

  /**
   * Opens a warehouse: starts Nessie if it is to be embedded, and creates again the branches and
   * tags that Nessie has lost.
   *
   * @throws IOException if another server uses the data folder, or Nessie cannot be reached
   */
  public static NessieCatalogStore open(IcebergSettings settings) throws IOException {
    return open(settings, AppendObserver.NONE, UserFiles.inWarehouse());
  }

  /**
   * Opens a warehouse as {@link #open(IcebergSettings)} does.
   *
   * @param observer is told of appends
   * @param userFiles where the files of users' tables are
   */
  public static NessieCatalogStore open(
      IcebergSettings settings, AppendObserver observer, UserFiles userFiles) throws IOException {
    FileSync.createDirectories(settings.dataFolder());
    FileSync.createDirectories(settings.warehouse());
    FolderLock lock = FolderLock.take(settings.dataFolder());
    EmbeddedNessie embedded = null;
    NessieReferences nessie = null;
    boolean opened = false;
    try {
      URI uri = settings.nessieUri();
      if (uri == null) {
        embedded = EmbeddedNessie.start(settings.embeddedNessie());
        uri = embedded.uri();
      }
      nessie = NessieReferences.connect(uri, settings.nessieTimeout());
      NessieCatalogStore store =
          new NessieCatalogStore(settings, observer, userFiles, lock, embedded, nessie);
      new ReferenceRecovery(nessie, store.layout, store::openLog).run();
      opened = true;
      return store;
    } finally {
      if (!opened) {
        if (nessie != null) {
          nessie.close();
        }
        if (embedded != null) {
          embedded.close();
        }
        lock.close();
      }
    }
  }

  @Override
  public TenantStore tenantStore() {
    return tenants;
  }

  @Override
  public List<BranchName> branches(TenantId tenant) throws IOException {
    return references(tenant).stream()
        .filter(reference -> reference.kind() == ReferenceKind.BRANCH)
        .map(Reference::name)
        .toList();
  }

  @Override
  public List<Reference> references(TenantId tenant) throws IOException {
    checkTenant(tenant);
    return of(tenant).live().stream()
        .map(ReferenceList.Entry::reference)
        .sorted(Comparator.comparing(reference -> reference.name().value()))
        .toList();
  }

  @Override
  public CommitId createBranch(
      Scope branch, BranchName from, PointInTime at, ReferenceDetails details) throws IOException {
    return create(branch.tenant(), branch.branch(), ReferenceKind.BRANCH, from, at, details);
  }

  @Override
  public CommitId createTag(Scope branch, BranchName tag, PointInTime at, ReferenceDetails details)
      throws IOException {
    return create(branch.tenant(), tag, ReferenceKind.TAG, branch.branch(), at, details);
  }

  private CommitId create(
      TenantId tenant,
      BranchName name,
      ReferenceKind kind,
      BranchName from,
      PointInTime at,
      ReferenceDetails details)
      throws IOException {
    try (OpenedLog opened = openLog(new Scope(tenant, from))) {
      CommitId commit = new CommitResolver(opened.tables(), opened.commits(), nessie).resolve(at);
      of(tenant)
          .create(
              new Reference(name, kind, from, commit, details),
              () -> {
                if (!opened.tables().hasLogFiles(commit)) {
                  throw new CatalogException(
                      ErrorCode.COMMIT_NOT_FOUND, "files of " + commit + " are no longer kept");
                }
              });
      return commit;
    }
  }

  @Override
  public Reference describe(
      TenantId tenant, BranchName name, UnaryOperator<ReferenceDetails> change) throws IOException {
    checkTenant(tenant);
    return of(tenant).describe(name, change);
  }

  @Override
  public void delete(TenantId tenant, BranchName name, Consumer<Reference> condition)
      throws IOException {
    checkTenant(tenant);
    ReferenceList.Entry deleted =
        of(tenant).delete(name, condition, child -> checkpoint(new Scope(tenant, child)));
    forget(new Scope(tenant, name));
    LocalFiles.delete(settings.dataFolder(), tenant, deleted.folder());
  }

  /** After this, a branch that Nessie loses is restored without the log of another. */
  private void checkpoint(Scope scope) throws IOException {
    try (OpenedLog opened = openLog(scope)) {
      Path file = opened.layout().checkpoint(scope);
      if (!Files.exists(file)) {
        var unused =
            new Checkpointer(
                    opened.tables(), file, nessie, this::syncNessie, settings.checkpointInterval())
                .run();
      }
    }
  }

  @Override
  public Reference rename(TenantId tenant, BranchName name, BranchName newName) throws IOException {
    checkTenant(tenant);
    Reference renamed = of(tenant).rename(name, newName);
    forget(new Scope(tenant, name));
    return renamed;
  }

  @Override
  public GarbageReport collectGarbage(
      TenantId tenant, GarbageRequest request, GarbageProgress progress) throws IOException {
    checkTenant(tenant);
    return new TenantGarbage(tenant, nessie, layout, userFiles, this::openLog)
        .collect(request, settings.dataFolder(), progress);
  }

  @Override
  public Optional<PersonStore> persons() {
    return Optional.of(
        new WarehousePersons(
            layout, new RewrittenTenants(settings.dataFolder(), layout, nessie, this::openLog)));
  }

  private TenantReferences of(TenantId tenant) {
    return new TenantReferences(tenant, nessie, layout);
  }

  @Override
  public Optional<BranchName> tagged(TenantId tenant, BranchName tag) throws IOException {
    return of(tenant)
        .find(tag)
        .map(ReferenceList.Entry::reference)
        .filter(reference -> reference.kind() == ReferenceKind.TAG)
        .map(Reference::from);
  }

  @Override
  public BranchStore open(Scope scope) throws IOException {
    LocalFiles.begin(
        settings.dataFolder(),
        scope.tenant(),
        new TenantList(layout).details(scope.tenant()).epoch());
    OpenedLog opened = openLog(scope);
    boolean done = false;
    try {
      BranchStore branch =
          new NessieBranchStore(opened, settings, userFiles, nessie, this::syncNessie);
      done = true;
      return branch;
    } finally {
      if (!done) {
        opened.close();
      }
    }
  }

  private void syncNessie() throws IOException {
    if (embedded != null) {
      embedded.sync();
    }
  }

  private OpenedLog openLog(Scope scope) throws IOException {
    WarehouseLayout own = layout.withBranchFolder(folder(scope));
    BranchTables tables = BranchRecovery.open(scope, nessie, own, TABLES);
    CommitIndex commits = index(scope, own);
    return new OpenedLog(
        tables,
        NessieChangeLog.open(tables, nessie, own.journal(scope), commits, observer),
        commits,
        own);
  }

  private String folder(Scope scope) throws IOException {
    Optional<ReferenceList.Entry> entry =
        of(scope.tenant())
            .find(scope.branch())
            .filter(found -> found.reference().kind() == ReferenceKind.BRANCH);
    if (entry.isPresent() && tenants.exists(scope)) {
      return entry.get().folder();
    }
    checkTenant(scope.tenant());
    if (scope.branch().equals(BranchName.MAIN)) {
      // A tenant whose creation did not come to its end, but for the list.
      return WarehouseLayout.folder(BranchName.MAIN);
    }
    throw new CatalogException(ErrorCode.BRANCH_NOT_FOUND, "no branch " + scope);
  }

  private void checkTenant(TenantId tenant) throws IOException {
    tenants.require(tenant);
  }

  private CommitIndex index(Scope scope, WarehouseLayout own) throws IOException {
    synchronized (indexes) {
      CommitIndex known = indexes.get(scope);
      if (known == null) {
        known =
            CommitIndex.open(
                nessie,
                ReferenceNames.branch(scope),
                LocalFiles.commits(settings.dataFolder(), scope.tenant(), own.branchFolder(scope)));
        indexes.put(scope, known);
      }
      return known;
    }
  }

  /** Closes what is kept open of a branch that has another name now, or none. */
  private void forget(Scope scope) throws IOException {
    synchronized (indexes) {
      CommitIndex known = indexes.remove(scope);
      if (known != null) {
        known.close();
      }
    }
  }

  /** What tenants need of the branches here. */
  private final class Branches implements NessieTenants.Hooks {
    @Override
    public OpenedLog open(Scope scope) throws IOException {
      return openLog(scope);
    }

    @Override
    public void checkpoint(Scope scope) throws IOException {
      NessieCatalogStore.this.checkpoint(scope);
    }

    @Override
    public void forget(TenantId tenant) throws IOException {
      List<Scope> known;
      synchronized (indexes) {
        known = indexes.keySet().stream().filter(scope -> scope.tenant().equals(tenant)).toList();
      }
      for (Scope scope : known) {
        NessieCatalogStore.this.forget(scope);
      }
    }
  }

  /** Stops an embedded Nessie. Branches are closed before. */
  @Override
  public void close() throws IOException {
    synchronized (indexes) {
      for (CommitIndex index : indexes.values()) {
        index.close();
      }
      indexes.clear();
    }
    nessie.close();
    try {
      if (embedded != null) {
        embedded.close();
      }
    } finally {
      lock.close();
    }
  }
}
