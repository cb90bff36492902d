package dev.tarn.testkit.ingest;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.Entity;
import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.catalog.CatalogSettings;
import dev.tarn.core.catalog.StateIndexes;
import dev.tarn.core.change.Atomicity;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.ChangeContext;
import dev.tarn.core.change.ChangeResult;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.change.Operation;
import dev.tarn.core.change.Submission;
import dev.tarn.core.change.SubmissionResult;
import dev.tarn.core.commit.CommitObserver;
import dev.tarn.core.ingest.ImportInput;
import dev.tarn.core.ingest.ImportPosition;
import dev.tarn.core.ingest.Importer;
import dev.tarn.core.log.Group;
import dev.tarn.core.policy.AdministratorPolicy;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.testkit.InMemoryCatalogStore;
import dev.tarn.testkit.InMemoryStateIndex;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A catalog in memory, behind the real committer, that importers fill. */
public final class ImportedCatalog implements AutoCloseable {
  private static final int CHANGES_PER_SUBMISSION = 2_000;
  private static final Duration READ_TIMEOUT = Duration.ofMinutes(2);

  /**
   * What the catalog made of an import.
   *
   * @param refused changes that the committer refused, with where they came from
   * @param record what the importer handed over
   */
  public record Summary(
      int created, int updated, int unchanged, List<Refused> refused, ImportRecord record) {}

  /** A change that the committer refused. */
  public record Refused(ImportPosition position, Change change, ChangeResult.Rejected result) {}

  private final InMemoryCatalogStore store = new InMemoryCatalogStore();
  private final Catalog catalog;

  public ImportedCatalog() {
    this(InMemoryStateIndex.indexes());
  }

  /** A catalog that is read from these indexes. */
  public ImportedCatalog(StateIndexes indexes) {
    this.catalog =
        new Catalog(
            store,
            indexes,
            new AdministratorPolicy(Actor.LOCAL_ADMINISTRATOR),
            patient(),
            Clock.systemUTC(),
            CommitObserver.NONE);
  }

  /** On a busy machine an index may take its time. */
  private static CatalogSettings patient() {
    CatalogSettings defaults = CatalogSettings.defaults();
    return new CatalogSettings(
        defaults.committer(),
        defaults.tailEntries(),
        READ_TIMEOUT,
        defaults.refreshInterval(),
        defaults.maintenanceInterval(),
        defaults.indexPace(),
        defaults.tablesPace(),
        defaults.usage(),
        defaults.maxOpenBranches());
  }

  /** Returns a view of everything that was committed. */
  public StateSnapshot read() throws IOException {
    return catalog.read(
        Actor.LOCAL_ADMINISTRATOR,
        Scope.DEFAULT,
        catalog.head(Actor.LOCAL_ADMINISTRATOR, Scope.DEFAULT));
  }

  /** Runs an importer and commits what it reads. */
  public Summary run(Importer importer, List<? extends ImportInput> inputs) throws IOException {
    ImportRecord record = ImportRecord.of(importer, inputs);
    int created = 0;
    int updated = 0;
    int unchanged = 0;
    List<Refused> refused = new ArrayList<>();
    List<ImportRecord.Positioned> all = record.changes();
    for (int from = 0; from < all.size(); from += CHANGES_PER_SUBMISSION) {
      List<ImportRecord.Positioned> some =
          all.subList(from, Math.min(all.size(), from + CHANGES_PER_SUBMISSION));
      List<ChangeResult> results = commit(some.stream().map(one -> one.change()).toList());
      for (int i = 0; i < some.size(); i++) {
        switch (results.get(i)) {
          case ChangeResult.Applied applied -> {
            if (applied.operation() == Operation.CREATE) {
              created++;
            } else {
              updated++;
            }
          }
          case ChangeResult.Unchanged same -> unchanged++;
          case ChangeResult.Rejected rejected ->
              refused.add(new Refused(some.get(i).position(), some.get(i).change(), rejected));
        }
      }
    }
    return new Summary(created, updated, unchanged, refused, record);
  }

  /** Commits changes, each for itself. */
  public List<ChangeResult> commit(List<Change> changes) throws IOException {
    Submission submission =
        new Submission(
            new ChangeContext(Actor.LOCAL_ADMINISTRATOR, "import", "test", null),
            changes,
            Atomicity.EACH,
            null,
            0);
    SubmissionResult result = catalog.submit(Scope.DEFAULT, submission).join();
    return result.results();
  }

  /** Returns the live assets, by {@code type:qualifiedName}. */
  public Map<String, Asset> assets() throws IOException {
    Map<String, Asset> live = new LinkedHashMap<>();
    for (Entity entity : newest(EntityKind.ASSET)) {
      if (entity instanceof Asset asset && !asset.isDeleted()) {
        live.put(asset.type() + ":" + asset.qualifiedName(), asset);
      }
    }
    return live;
  }

  /** Returns the live assets of a type, by qualified name. */
  public Map<String, Asset> assets(String type) throws IOException {
    Map<String, Asset> ofType = new LinkedHashMap<>();
    for (Asset asset : assets().values()) {
      if (asset.type().equals(type)) {
        ofType.put(asset.qualifiedName(), asset);
      }
    }
    return ofType;
  }

  /** Returns the asset of this name. */
  public Optional<Asset> asset(String type, String qualifiedName) throws IOException {
    return Optional.ofNullable(assets(type).get(qualifiedName));
  }

  /** Returns the live relationships of a type. */
  public List<Relationship> relationships(String type) throws IOException {
    List<Relationship> live = new ArrayList<>();
    for (Entity entity : newest(EntityKind.RELATIONSHIP)) {
      if (entity instanceof Relationship edge && edge.type().equals(type) && !edge.deleted()) {
        live.add(edge);
      }
    }
    return live;
  }

  private Collection<Entity> newest(EntityKind kind) throws IOException {
    Map<String, Entity> newest = new LinkedHashMap<>();
    List<Group> groups = new ArrayList<>();
    store.open(Scope.DEFAULT).log().read(0, Integer.MAX_VALUE, groups::add);
    for (Group group : groups) {
      for (LogEntry entry : group.entries()) {
        if (entry.kind() == kind) {
          newest.put(entry.key(), entry.after());
        }
      }
    }
    return newest.values();
  }

  @Override
  public void close() throws IOException {
    catalog.close();
  }
}
