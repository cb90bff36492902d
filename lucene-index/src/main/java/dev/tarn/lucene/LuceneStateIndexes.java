package dev.tarn.lucene;

import dev.tarn.core.catalog.StateIndexes;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.log.BackgroundFollower;
import dev.tarn.core.log.ChangeLog;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.search.EmbeddingModel;
import dev.tarn.core.state.BuildProgress;
import dev.tarn.core.state.StateIndex;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.core.state.StateSource;
import dev.tarn.lucene.graph.GraphMaker;
import dev.tarn.lucene.vector.TextHashes;
import dev.tarn.lucene.vector.VectorSettings;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Indexes in the folders of {@link BranchFolders}. Each branch is open in one process only. */
public final class LuceneStateIndexes implements StateIndexes {
  private static final Logger LOG = LoggerFactory.getLogger(LuceneStateIndexes.class);

  /** An outdated index is begun again at once where the log has so few entries. */
  private static final long MAX_READ_AGAIN = 50_000;

  private final LuceneIndexSettings settings;
  private final BranchFolders folders;
  private final Donors donors;
  private final Snapshots snapshots;
  private final @Nullable OpenVectors vectors;
  private final GraphMaker graphs;

  /** The branches' indexes, as far as they are open here, by the branches' folders. */
  private final Map<Path, LuceneStateIndex> opened = new ConcurrentHashMap<>();

  /** Indexes as the settings say, without vectors. */
  public LuceneStateIndexes(Path root, LuceneIndexSettings settings) {
    this(root, settings, InstantSource.system());
  }

  /**
   * @param clock tells the age of snapshots
   */
  public LuceneStateIndexes(Path root, LuceneIndexSettings settings, InstantSource clock) {
    this(root, settings, clock, new HardLinks(Files::createLink));
  }

  LuceneStateIndexes(
      Path root, LuceneIndexSettings settings, InstantSource clock, HardLinks links) {
    this(root, settings, clock, links, null, VectorSettings.defaults(), GraphMaker.onThread());
  }

  LuceneStateIndexes(Path root, LuceneIndexSettings settings, GraphMaker graphs) {
    this(
        root,
        settings,
        InstantSource.system(),
        new HardLinks(Files::createLink),
        null,
        VectorSettings.defaults(),
        graphs);
  }

  /**
   * Indexes that can be searched by meaning.
   *
   * @param model not closed by this
   */
  public LuceneStateIndexes(
      Path root, LuceneIndexSettings settings, EmbeddingModel model, VectorSettings vectors) {
    this(
        root,
        settings.withTexts(TextHashes.ON),
        InstantSource.system(),
        new HardLinks(Files::createLink),
        model,
        vectors,
        GraphMaker.onThread());
  }

  private LuceneStateIndexes(
      Path root,
      LuceneIndexSettings settings,
      InstantSource clock,
      HardLinks links,
      @Nullable EmbeddingModel model,
      VectorSettings vectors,
      GraphMaker graphs) {
    this.settings = settings;
    this.folders = new BranchFolders(root);
    this.donors = new Donors(folders, opened, links);
    this.snapshots = new Snapshots(folders, opened, donors, links, settings, clock);
    this.graphs = graphs;
    this.vectors = model == null ? null : new OpenVectors(model, vectors, opened, links);
  }

  @Override
  public StateIndex open(Scope scope) throws IOException {
    Path branch = folders.of(scope);
    LuceneStateIndex index = openOrBegin(scope, branch);
    if (index.isOutdated() && index.applied().seq() <= MAX_READ_AGAIN) {
      index.close();
      discard(scope);
      index = openOrBegin(scope, branch);
    }
    opened.put(branch, index);
    return index;
  }

  @Override
  public List<BackgroundFollower> followers(Scope scope) throws IOException {
    return vectors == null ? List.of() : List.of(vectors.open(scope, folders.of(scope)));
  }

  private LuceneStateIndex openOrBegin(Scope scope, Path branch) throws IOException {
    try {
      return open(scope, folders.openCurrent(branch));
    } catch (UnusableIndexException e) {
      LOG.atInfo()
          .setMessage("The index is of another version of Tarn; it is built again")
          .addKeyValue("scope", scope)
          .log();
    } catch (CorruptIndexException
        | IndexFormatTooOldException
        | IndexFormatTooNewException
        | EOFException
        | FileNotFoundException
        | NoSuchFileException
        | IllegalArgumentException
        | CatalogException e) {
      // Files that are cut, missing or of other versions (a codec that is not there is an illegal
      // argument), or entities that are not in the form that this version reads.
      LOG.atWarn()
          .setMessage("The index cannot be read; it is built again from the log")
          .addKeyValue("scope", scope)
          .setCause(e)
          .log();
    }
    discard(scope);
    return open(scope, folders.openCurrent(branch));
  }

  private LuceneStateIndex open(Scope scope, BranchFolders.Use generation) throws IOException {
    Path branch = folders.of(scope);
    LuceneStateIndex index =
        LuceneStateIndex.open(scope, settings, new Lease(branch, generation), graphs);
    boolean complete = false;
    try {
      if (vectors != null) {
        index.searchByMeaning(vectors.search(branch));
      }
      if (scope.branch().equals(BranchName.MAIN)) {
        // Other branches are many, and most are never asked for lineage.
        index.makeLineageGraph();
      }
      complete = true;
      return index;
    } finally {
      if (!complete) {
        index.close();
      }
    }
  }

  @Override
  public void discard(Scope scope) throws IOException {
    folders.discard(folders.of(scope));
  }

  @Override
  public void remove(Scope scope) throws IOException {
    folders.remove(folders.of(scope));
  }

  @Override
  public void removeTenant(TenantId tenant) throws IOException {
    for (Path branch : folders.ofTenant(new Scope(tenant, BranchName.MAIN))) {
      folders.remove(branch);
    }
    folders.removeTenant(tenant);
  }

  @Override
  public synchronized void begin(TenantId tenant, long epoch) throws IOException {
    if (folders.epoch(tenant) != epoch) {
      removeTenant(tenant);
      folders.setEpoch(tenant, epoch);
    }
  }

  @Override
  public StateIndex build(Scope scope, StateSource source, BuildProgress progress)
      throws IOException {
    BranchFolders.Use generation = folders.openNew(folders.of(scope));
    boolean filled = false;
    try (Directory directory = FSDirectory.open(generation.path())) {
      BulkBuild.build(directory, source, settings, progress);
      filled = true;
    } finally {
      if (!filled) {
        generation.close();
      }
    }
    return open(scope, generation);
  }

  @Override
  public void adopt(Scope scope, StateIndex built) throws IOException {
    built.flush();
    LuceneStateIndex index = (LuceneStateIndex) built;
    index.makeCurrent();
    opened.put(folders.of(scope), index);
  }

  @Override
  public boolean fork(Scope scope, ChangeLog log, long maxSeq) throws IOException {
    Path branch = folders.of(scope);
    if (Generations.current(branch).isPresent()) {
      return false;
    }
    Optional<BranchFolders.Use> fork =
        donors.fork(scope, log, 1, maxSeq, () -> folders.openNew(branch));
    if (fork.isEmpty()) {
      return false;
    }
    try (BranchFolders.Use generation = fork.get()) {
      generation.makeCurrent();
    }
    return true;
  }

  @Override
  public void keep(Scope scope) throws IOException {
    snapshots.keep(folders.of(scope));
  }

  @Override
  public void keepTag(Scope scope, BranchName tag, CommitId commit) throws IOException {
    snapshots.keepTag(folders.of(scope), tag, commit);
  }

  @Override
  public Optional<StateSnapshot> snapshotAtHand(Scope scope, ChangeLog log, CommitId commit)
      throws IOException {
    return snapshots.atHand(folders.of(scope), log, commit);
  }

  @Override
  public StateSnapshot snapshotAt(Scope scope, ChangeLog log, CommitId commit) throws IOException {
    return snapshots.at(scope, log, commit);
  }

  @Override
  public void maintain(Scope scope) throws IOException {
    snapshots.maintain(folders.of(scope));
  }

  /** What an open index has of its branch's folder. */
  private final class Lease implements IndexFiles {
    private final Path branch;
    private final BranchFolders.Use generation;

    Lease(Path branch, BranchFolders.Use generation) {
      this.branch = branch;
      this.generation = generation;
    }

    @Override
    public Path folder() {
      return generation.path();
    }

    @Override
    public Directory openDirectory() throws IOException {
      return FSDirectory.open(folder());
    }

    @Override
    public void makeCurrent() throws IOException {
      generation.makeCurrent();
    }

    @Override
    public void close() throws IOException {
      opened.computeIfPresent(
          branch, (any, index) -> index.folder().equals(folder()) ? null : index);
      if (!opened.containsKey(branch)) {
        snapshots.close(branch);
        if (vectors != null) {
          vectors.forget(branch);
        }
      }
      generation.close();
    }
  }
}
