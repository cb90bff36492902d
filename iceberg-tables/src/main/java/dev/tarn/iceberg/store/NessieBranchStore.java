package dev.tarn.iceberg.store;

import dev.tarn.core.audit.AuditLink;
import dev.tarn.core.audit.AuditTable;
import dev.tarn.core.audit.LogEvidence;
import dev.tarn.core.audit.LogVerification;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.history.HistoryReader;
import dev.tarn.core.log.BranchStore;
import dev.tarn.core.log.ChangeLog;
import dev.tarn.core.log.Group;
import dev.tarn.core.log.LogFollower;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.state.StateSource;
import dev.tarn.core.table.PointerDiff;
import dev.tarn.core.table.PointerSnapshot;
import dev.tarn.core.table.TableLocations;
import dev.tarn.core.tenant.StorageName;
import dev.tarn.core.tenant.TenantDetails;
import dev.tarn.core.usage.UsageTable;
import dev.tarn.iceberg.audit.IcebergAudit;
import dev.tarn.iceberg.chain.LogCheck;
import dev.tarn.iceberg.chain.RedactionList;
import dev.tarn.iceberg.garbage.UserFiles;
import dev.tarn.iceberg.history.TableHistory;
import dev.tarn.iceberg.io.WarehouseLayout;
import dev.tarn.iceberg.log.BranchHead;
import dev.tarn.iceberg.log.Checkpoint;
import dev.tarn.iceberg.log.Checkpointer;
import dev.tarn.iceberg.log.JournalTrim;
import dev.tarn.iceberg.log.LogGroups;
import dev.tarn.iceberg.maintain.MaintenanceSettings;
import dev.tarn.iceberg.maintain.TableMaintenance;
import dev.tarn.iceberg.nessie.NessieReferences;
import dev.tarn.iceberg.nessie.ReferenceNames;
import dev.tarn.iceberg.schema.ChangeRows;
import dev.tarn.iceberg.state.Materialiser;
import dev.tarn.iceberg.usage.IcebergUsage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One open branch. */
final class NessieBranchStore implements BranchStore {
  private static final Logger LOG = LoggerFactory.getLogger(NessieBranchStore.class);

  /** To trim the journal is to read the log's manifests of every reference. */
  private static final int MAX_TRIMMED_REFERENCES = 1_000;

  private static final int MAX_LEVEL_ATTEMPTS = 10;

  /** At once, in memory. */
  private static final int MAX_LEVELLED_ENTRIES = 20_000;

  private final OpenedLog opened;
  private final IcebergSettings settings;
  private final WarehouseLayout layout;
  private final NessieReferences nessie;
  private final Materialiser materialiser;
  private final TableHistory tableHistory;
  private final CommitResolver commits;
  private final HistoryReader history;
  private final UsageTable usage;
  private final AuditTable audit;
  private final TableMaintenance maintenance;
  private final Checkpointer checkpointer;

  private final UserFiles files;

  /**
   * The storage of the tenant, and those of the tenants that it shares files of. Never changes: a
   * tenant is a clone from its beginning, or it is none.
   */
  private final Map<TenantId, StorageName> storages = new LinkedHashMap<>();

  NessieBranchStore(
      OpenedLog opened,
      IcebergSettings settings,
      UserFiles files,
      NessieReferences nessie,
      Checkpointer.NessieSync sync)
      throws IOException {
    this.opened = opened;
    this.settings = settings;
    this.layout = opened.layout();
    this.nessie = nessie;
    this.files = files;
    TenantList tenants = new TenantList(layout);
    TenantDetails known = tenants.details(scope().tenant());
    storages.put(scope().tenant(), known.storage());
    for (String name : known.sharesFilesOf()) {
      TenantId source = new TenantId(name);
      storages.put(source, tenants.details(source).storage());
    }
    this.materialiser = Materialiser.open(opened.tables(), positions());
    this.tableHistory = new TableHistory(opened.tables());
    this.commits = new CommitResolver(opened.tables(), opened.commits(), nessie);
    this.history = new BranchHistory(tableHistory, commits);
    this.usage = new IcebergUsage(opened.tables());
    this.audit = new IcebergAudit(opened.tables());
    this.maintenance =
        new TableMaintenance(
            opened.tables(),
            materialiser,
            MaintenanceSettings.defaults(settings.usageRetention()),
            Clock.systemUTC());
    this.checkpointer =
        new Checkpointer(
            opened.tables(),
            layout.checkpoint(scope()),
            nessie,
            sync,
            settings.checkpointInterval());
  }

  private Path positions() {
    return LocalFiles.positions(
        settings.dataFolder(), scope().tenant(), layout.branchFolder(scope()));
  }

  private Scope scope() {
    return opened.tables().scope();
  }

  @Override
  public ChangeLog log() {
    return opened.log();
  }

  @Override
  public HistoryReader history() {
    return history;
  }

  @Override
  public StateSource state() throws IOException {
    return tableHistory.newest();
  }

  @Override
  public StateSource stateAt(CommitId commit) throws IOException {
    return tableHistory.source(commits.own(commit));
  }

  @Override
  public PointerSnapshot pointers() {
    return opened.tables().pointers();
  }

  /** The lock of the data folder is also that of the Nessie in it. */
  @Override
  public boolean isAlone() {
    return settings.nessieUri() == null;
  }

  @Override
  public PointerSnapshot pointersAt(CommitId commit) throws IOException {
    PointerSnapshot newest = pointers();
    return newest.commit().equals(commit)
        ? newest
        : opened.tables().pointersAt(commits.own(commit));
  }

  @Override
  public List<PointerDiff> pointerDiff(CommitId from, CommitId to) throws IOException {
    return opened.tables().pointerDiff(known(from), known(to));
  }

  /** The beginning of every log is a commit of its own. */
  private CommitId known(CommitId commit) throws IOException {
    return commit.equals(CommitId.NOTHING) ? commits.own(commit) : commit;
  }

  @Override
  public TableLocations locations() {
    TenantId tenant = scope().tenant();
    List<String> shared = new ArrayList<>();
    storages.forEach(
        (source, storage) -> {
          if (!source.equals(tenant)) {
            shared.addAll(files.places(source, storage, layout));
          }
        });
    StorageName own = storages.getOrDefault(tenant, StorageName.DEFAULT);
    return new TableLocations(
        files.places(tenant, own, layout),
        shared,
        files.all(layout),
        !own.equals(StorageName.DEFAULT));
  }

  @Override
  public UsageTable usage() {
    return usage;
  }

  @Override
  public AuditTable audit() {
    return audit;
  }

  @Override
  public List<LogFollower> followers() {
    return List.of(materialiser);
  }

  @Override
  public CommitId level() throws IOException {
    for (int attempt = 0; attempt < MAX_LEVEL_ATTEMPTS; attempt++) {
      Optional<CommitId> level = materialiser.level(this::after);
      if (level.isPresent()) {
        return level.get();
      }
    }
    throw new CatalogException(
        ErrorCode.COMMIT_NOT_REACHED,
        "other servers write all the time, so that no commit has its state tables whole");
  }

  private List<Group> after(long seq) throws IOException {
    List<Group> groups = new ArrayList<>();
    var unused = opened.log().read(seq, MAX_LEVELLED_ENTRIES, groups::add);
    return groups;
  }

  @Override
  public LogVerification verifyLog(LogEvidence evidence, LongConsumer progress) throws IOException {
    List<AuditLink> ends = new ArrayList<>(evidence.ends());
    // Before the head: it may have come further meanwhile, and not less far.
    Checkpoint.read(layout.checkpoint(scope()))
        .filter(checkpoint -> !checkpoint.logHash().isEmpty())
        .ifPresent(known -> ends.add(new AuditLink(known.commit().seq(), known.logHash())));
    LogCheck check =
        new LogCheck(
            RedactionList.read(layout.redactions(scope().tenant()), evidence.redactions()), ends);
    BranchHead head = opened.tables().refresh();
    LogGroups.read(
        opened.tables(),
        head,
        rows -> {
          boolean holds = check.take(rows);
          progress.accept(ChangeRows.seq(rows.getLast()));
          return holds;
        });
    return check.end(end(head));
  }

  @Override
  public AuditLink logEnd() {
    return end(opened.tables().head());
  }

  private static AuditLink end(BranchHead head) {
    return new AuditLink(head.commit().seq(), head.logHash());
  }

  @Override
  public void maintain() throws IOException {
    maintenance.run();
    opened.commits().follow(opened.tables().refresh().commit().hash());
    Optional<Checkpoint> checkpoint = checkpointer.runIfDue();
    if (checkpoint.isPresent()) {
      trim(checkpoint.get());
    }
  }

  private void trim(Checkpoint checkpoint) throws IOException {
    ReferenceList list = new ReferenceList(layout.references(scope().tenant()));
    list.locked(
        () -> {
          List<String> references = new ArrayList<>(live(scope().tenant(), list));
          // Clones read the change files of what they were cloned from.
          for (TenantId clone : new TenantList(layout).sharing(scope().tenant())) {
            references.addAll(live(clone, new ReferenceList(layout.references(clone))));
          }
          if (references.size() > MAX_TRIMMED_REFERENCES) {
            return;
          }
          int files =
              new JournalTrim(nessie, layout.journal(scope()))
                  .run(references, checkpoint, settings.journalRetention());
          if (files > 0) {
            LOG.atInfo()
                .setMessage("Change files of compacted groups are deleted")
                .addKeyValue("scope", scope())
                .addKeyValue("files", files)
                .log();
          }
        });
  }

  private static List<String> live(TenantId tenant, ReferenceList list) throws IOException {
    return list.read().stream()
        .filter(ReferenceList.Entry::isLive)
        .map(entry -> ReferenceNames.name(tenant, entry.name()))
        .toList();
  }

  @Override
  public void close() throws IOException {
    materialiser.close();
    opened.close();
    opened.tables().sync();
  }
}
