package dev.tarn.lucene;

import dev.tarn.core.catalog.StateIndexes;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.state.BuildProgress;
import dev.tarn.core.state.StateIndex;
import dev.tarn.core.state.StateSource;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Indexes in folders {@code <root>/<tenant>/<branch>/<generation>}; see {@link BranchFolder}. An
 * upper-case letter of a branch's name is written {@code _} and its lower-case one, and {@code _}
 * is written twice: so two names differ on file systems that ignore case, too. Each branch is open
 * in one process only.
 */
public final class LuceneStateIndexes implements StateIndexes {
  private static final Logger LOG = LoggerFactory.getLogger(LuceneStateIndexes.class);

  private final Path root;
  private final LuceneIndexSettings settings;

  /** The branches of which this process has something open. */
  private final Map<Scope, BranchFolder> held = new HashMap<>();

  public LuceneStateIndexes(Path root, LuceneIndexSettings settings) {
    this.root = root;
    this.settings = settings;
  }

  @Override
  public StateIndex open(Scope scope) throws IOException {
    try {
      return open(scope, openCurrent(scope));
    } catch (CorruptIndexException
        | IndexFormatTooOldException
        | IndexFormatTooNewException
        | UnusableIndexException
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
      discard(scope);
      return open(scope, openCurrent(scope));
    }
  }

  private StateIndex open(Scope scope, BranchFolder.Generation generation) throws IOException {
    return LuceneStateIndex.open(scope, settings, new Lease(scope, generation));
  }

  @Override
  public StateIndex build(Scope scope, StateSource source, BuildProgress progress)
      throws IOException {
    BranchFolder.Generation generation = openNew(scope);
    boolean filled = false;
    try (Directory directory = FSDirectory.open(generation.path())) {
      BulkBuild.build(directory, source, settings, progress);
      filled = true;
    } finally {
      if (!filled) {
        leave(scope, generation);
      }
    }
    return open(scope, generation);
  }

  @Override
  public void adopt(Scope scope, StateIndex built) throws IOException {
    built.flush();
    ((LuceneStateIndex) built).makeCurrent();
  }

  @Override
  public synchronized void discard(Scope scope) throws IOException {
    if (!held.containsKey(scope) && !Files.isDirectory(folder(scope))) {
      return;
    }
    BranchFolder branch = hold(scope);
    try {
      if (!branch.isIdle()) {
        throw new IOException("the index is open: " + folder(scope));
      }
      branch.discard();
    } finally {
      releaseIfIdle(scope, branch);
    }
  }

  private synchronized BranchFolder.Generation openCurrent(Scope scope) throws IOException {
    BranchFolder branch = hold(scope);
    try {
      return branch.openCurrent();
    } finally {
      releaseIfIdle(scope, branch);
    }
  }

  private synchronized BranchFolder.Generation openNew(Scope scope) throws IOException {
    BranchFolder branch = hold(scope);
    try {
      return branch.openNew();
    } finally {
      releaseIfIdle(scope, branch);
    }
  }

  private synchronized void leave(Scope scope, BranchFolder.Generation generation)
      throws IOException {
    try {
      generation.close();
    } finally {
      releaseIfIdle(scope, generation.branch());
    }
  }

  private BranchFolder hold(Scope scope) throws IOException {
    BranchFolder branch = held.get(scope);
    if (branch == null) {
      branch = BranchFolder.hold(folder(scope));
      held.put(scope, branch);
    }
    return branch;
  }

  private void releaseIfIdle(Scope scope, BranchFolder branch) throws IOException {
    if (branch.isIdle()) {
      held.remove(scope);
      branch.close();
    }
  }

  /** What an open index has of its branch's folder. */
  private final class Lease implements IndexFiles {
    private final Scope scope;
    private final BranchFolder.Generation generation;

    Lease(Scope scope, BranchFolder.Generation generation) {
      this.scope = scope;
      this.generation = generation;
    }

    @Override
    public Directory openDirectory() throws IOException {
      return FSDirectory.open(generation.path());
    }

    @Override
    public void makeCurrent() throws IOException {
      generation.makeCurrent();
    }

    @Override
    public void close() throws IOException {
      leave(scope, generation);
    }
  }

  private Path folder(Scope scope) {
    StringBuilder branch = new StringBuilder();
    for (char c : scope.branch().value().toCharArray()) {
      if (c == '_' || (c >= 'A' && c <= 'Z')) {
        branch.append('_');
      }
      branch.append(c);
    }
    return root.resolve(scope.tenant().value()).resolve(branch.toString().toLowerCase(Locale.ROOT));
  }
}
