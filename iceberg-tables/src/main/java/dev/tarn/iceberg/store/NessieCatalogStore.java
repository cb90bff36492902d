package dev.tarn.iceberg.store;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.log.BranchStore;
import dev.tarn.core.log.CatalogStore;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.PointInTime;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.iceberg.io.FileSync;
import dev.tarn.iceberg.io.WarehouseLayout;
import dev.tarn.iceberg.log.AppendObserver;
import dev.tarn.iceberg.log.BranchRecovery;
import dev.tarn.iceberg.log.BranchTables;
import dev.tarn.iceberg.log.CommitIndex;
import dev.tarn.iceberg.log.NessieChangeLog;
import dev.tarn.iceberg.nessie.EmbeddedNessie;
import dev.tarn.iceberg.nessie.NessieReferences;
import dev.tarn.iceberg.nessie.ReferenceNames;
import dev.tarn.iceberg.schema.CatalogTable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
  private final WarehouseLayout layout;
  private final FolderLock lock;
  private final @Nullable EmbeddedNessie embedded;
  private final NessieReferences nessie;
  private final Map<Scope, CommitIndex> indexes = new HashMap<>();

  private NessieCatalogStore(
      IcebergSettings settings,
      AppendObserver observer,
      FolderLock lock,
      @Nullable EmbeddedNessie embedded,
      NessieReferences nessie) {
    this.settings = settings;
    this.observer = observer;
    this.layout = new WarehouseLayout(settings.warehouse());
    this.lock = lock;
    this.embedded = embedded;
    this.nessie = nessie;
  }

  /**
   * Opens a warehouse: starts Nessie if it is to be embedded, and creates again the branches and
   * tags that Nessie has lost.
   *
   * @throws IOException if another server uses the data folder, or Nessie cannot be reached
   */
  public static NessieCatalogStore open(IcebergSettings settings) throws IOException {
    return open(settings, AppendObserver.NONE);
  }

  /** Opens a warehouse whose appends are observed; as {@link #open(IcebergSettings)}. */
  public static NessieCatalogStore open(IcebergSettings settings, AppendObserver observer)
      throws IOException {
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
      NessieCatalogStore store = new NessieCatalogStore(settings, observer, lock, embedded, nessie);
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
  public List<TenantId> tenants() throws IOException {
    return scopes().stream()
        .filter(scope -> scope.branch().equals(BranchName.MAIN))
        .map(Scope::tenant)
        .sorted(Comparator.comparing(TenantId::value))
        .toList();
  }

  @Override
  public List<BranchName> branches(TenantId tenant) throws IOException {
    List<BranchName> branches =
        scopes().stream()
            .filter(scope -> scope.tenant().equals(tenant))
            .map(Scope::branch)
            .sorted(Comparator.comparing(BranchName::value))
            .toList();
    if (branches.isEmpty()) {
      throw noTenant(tenant);
    }
    return branches;
  }

  private List<Scope> scopes() throws IOException {
    String empty = nessie.emptyHash();
    return nessie.branches().entrySet().stream()
        .filter(branch -> !branch.getValue().equals(empty))
        .map(branch -> ReferenceNames.parse(branch.getKey()))
        .flatMap(Optional::stream)
        .toList();
  }

  @Override
  public void createTenant(TenantId tenant) throws IOException {
    Scope main = new Scope(tenant, BranchName.MAIN);
    ReferenceList references = new ReferenceList(layout.references(tenant));
    references.locked(
        () -> {
          CommitId first =
              new FirstTables(nessie, layout)
                  .create(main)
                  .orElseThrow(
                      () ->
                          new CatalogException(
                              ErrorCode.TENANT_EXISTS, "the tenant " + tenant + " exists"));
          references.add(
              new ReferenceList.Entry(
                  BranchName.MAIN, ReferenceList.Kind.BRANCH, BranchName.MAIN, first));
        });
  }

  @Override
  public CommitId createBranch(Scope branch, BranchName from, PointInTime at) throws IOException {
    return create(branch.tenant(), branch.branch(), ReferenceList.Kind.BRANCH, from, at);
  }

  @Override
  public CommitId createTag(Scope branch, BranchName tag, PointInTime at) throws IOException {
    return create(branch.tenant(), tag, ReferenceList.Kind.TAG, branch.branch(), at);
  }

  private CommitId create(
      TenantId tenant, BranchName name, ReferenceList.Kind kind, BranchName from, PointInTime at)
      throws IOException {
    Scope source = new Scope(tenant, from);
    try (OpenedLog opened = openLog(source)) {
      CommitId commit = new CommitResolver(opened.tables(), opened.commits(), nessie).resolve(at);
      create(name, kind, opened.tables(), commit);
      return commit;
    }
  }

  private void create(BranchName name, ReferenceList.Kind kind, BranchTables from, CommitId commit)
      throws IOException {
    Scope source = from.scope();
    String reference = ReferenceNames.name(source.tenant(), name);
    ReferenceList references = new ReferenceList(layout.references(source.tenant()));
    references.locked(
        () -> {
          if (!from.hasLogFiles(commit)) {
            throw new CatalogException(
                ErrorCode.COMMIT_NOT_FOUND, "files of " + commit + " are no longer kept");
          }
          boolean created =
              switch (kind) {
                case BRANCH ->
                    nessie.createBranch(reference, ReferenceNames.branch(source), commit.hash());
                case TAG ->
                    nessie.createTag(reference, ReferenceNames.branch(source), commit.hash());
              };
          if (!created) {
            throw new CatalogException(
                ErrorCode.BRANCH_EXISTS, "a branch or tag " + name + " exists");
          }
          references.add(new ReferenceList.Entry(name, kind, source.branch(), commit));
        });
  }

  @Override
  public Optional<BranchName> tagged(TenantId tenant, BranchName tag) throws IOException {
    return new ReferenceList(layout.references(tenant))
        .read().stream()
            .filter(entry -> entry.kind() == ReferenceList.Kind.TAG && entry.name().equals(tag))
            .map(ReferenceList.Entry::from)
            .findFirst();
  }

  @Override
  public Optional<Origin> origin(Scope branch) throws IOException {
    return new ReferenceList(layout.references(branch.tenant()))
        .read().stream()
            .filter(
                entry ->
                    entry.kind() == ReferenceList.Kind.BRANCH
                        && entry.name().equals(branch.branch())
                        && !entry.from().equals(entry.name()))
            .map(entry -> new Origin(entry.from(), entry.commit()))
            .findFirst();
  }

  @Override
  public BranchStore open(Scope scope) throws IOException {
    OpenedLog opened = openLog(scope);
    boolean done = false;
    try {
      BranchStore branch =
          new NessieBranchStore(opened, settings, layout, nessie, this::syncNessie);
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
    if (!exists(scope)) {
      if (scope.branch().equals(BranchName.MAIN)
          || !exists(new Scope(scope.tenant(), BranchName.MAIN))) {
        throw noTenant(scope.tenant());
      }
      throw new CatalogException(ErrorCode.BRANCH_NOT_FOUND, "no branch " + scope);
    }
    BranchTables tables = BranchRecovery.open(scope, nessie, layout, TABLES);
    CommitIndex commits = index(scope);
    return new OpenedLog(
        tables,
        NessieChangeLog.open(tables, nessie, layout.journal(scope), commits, observer),
        commits);
  }

  /** A branch without a commit is what a creation left that did not come to its end. */
  private boolean exists(Scope scope) throws IOException {
    Optional<String> hash = nessie.hash(ReferenceNames.branch(scope));
    return hash.isPresent() && !hash.get().equals(nessie.emptyHash());
  }

  private CommitIndex index(Scope scope) throws IOException {
    synchronized (indexes) {
      CommitIndex known = indexes.get(scope);
      if (known == null) {
        Path folder = settings.dataFolder().resolve("commits").resolve(scope.tenant().value());
        known =
            CommitIndex.open(
                nessie,
                ReferenceNames.branch(scope),
                folder.resolve(WarehouseLayout.folder(scope.branch()) + ".index"));
        indexes.put(scope, known);
      }
      return known;
    }
  }

  private static CatalogException noTenant(TenantId tenant) {
    return new CatalogException(ErrorCode.TENANT_NOT_FOUND, "no tenant " + tenant);
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
