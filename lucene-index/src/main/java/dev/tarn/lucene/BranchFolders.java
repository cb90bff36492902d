package dev.tarn.lucene;

import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.Lock;
import org.apache.lucene.util.IOUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folders {@code <root>/<tenant>/<branch>}, and what they hold:
 *
 * <ul>
 *   <li>{@code g<n>}, the generations of the branch's index. The file {@code current} names the one
 *       that is opened; it is replaced in one atomic step, and every other generation is of no use
 *       to anyone who does not have it open;
 *   <li>{@code s<commit>} and {@code m<commit>}, the index as it was at a commit ({@link
 *       KeptName}); a folder gets such a name when it is complete;
 *   <li>{@code t<n>}, what is in the making;
 *   <li>{@code tags/<tag>}, the commits of tags.
 * </ul>
 *
 * An upper-case letter of a name is written {@code _} and its lower-case one, and {@code _} is
 * written twice: so two names differ on file systems that ignore case, too. A branch's folder is
 * held by one process at a time. Thread safe.
 */
final class BranchFolders {
  private static final Logger LOG = LoggerFactory.getLogger(BranchFolders.class);

  private final Path root;
  private final Map<Path, Held> held = new HashMap<>();

  BranchFolders(Path root) {
    this.root = root;
  }

  /** A branch's folder that this process holds, and how often each folder in it is in use. */
  private record Held(FSDirectory directory, Lock lock, Map<String, Integer> uses) {}

  /** A folder within a branch's folder, whose files stay until this is closed. */
  final class Use implements Closeable {
    private final Path branch;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile String name;

    private Use(Path branch, String name) {
      this.branch = branch;
      this.name = name;
    }

    Path path() {
      return branch.resolve(name);
    }

    /** Makes this generation the branch's index. */
    void makeCurrent() throws IOException {
      synchronized (BranchFolders.this) {
        hold(branch).lock().ensureValid();
        Generations.point(branch, name);
      }
    }

    /**
     * Gives a folder that is complete the name that makes it be found.
     *
     * @throws FileAlreadyExistsException if there is one of this name
     */
    void publish(KeptName kept) throws IOException {
      synchronized (BranchFolders.this) {
        Path target = branch.resolve(kept.toString());
        if (Files.exists(target)) {
          throw new FileAlreadyExistsException(target.toString());
        }
        Files.move(path(), target);
        IOUtils.fsync(branch, true);
        Map<String, Integer> uses = hold(branch).uses();
        uses.remove(name);
        name = kept.toString();
        uses.put(name, 1);
      }
    }

    /** Ends the use; deletes what is of no use to anyone else. */
    @Override
    public void close() throws IOException {
      if (closed.compareAndSet(false, true)) {
        leave(branch, name);
      }
    }
  }

  /**
   * Begins to use the branch's index, an empty folder at first, and removes what is of no use.
   *
   * @throws IOException if it is in use, or another process has the branch
   */
  synchronized Use openCurrent(Path branch) throws IOException {
    Held folder = hold(branch);
    try {
      Optional<String> found = Generations.current(branch);
      String name = found.isPresent() ? found.get() : Generations.create(branch, 'g');
      if (found.isEmpty()) {
        Generations.point(branch, name);
      }
      if (folder.uses().putIfAbsent(name, 1) != null) {
        throw new IOException("the index is open already: " + branch.resolve(name));
      }
      Generations.removeLeftovers(branch, name, folder.uses().keySet());
      return new Use(branch, name);
    } finally {
      releaseIfIdle(branch);
    }
  }

  /** Begins to use a new, empty generation. */
  synchronized Use openNew(Path branch) throws IOException {
    return create(branch, 'g');
  }

  /** Begins to use a new, empty folder for what is in the making. */
  synchronized Use openTemporary(Path branch) throws IOException {
    return create(branch, 't');
  }

  private Use create(Path branch, char kind) throws IOException {
    Held folder = hold(branch);
    try {
      String name = Generations.create(branch, kind);
      folder.uses().put(name, 1);
      return new Use(branch, name);
    } finally {
      releaseIfIdle(branch);
    }
  }

  /**
   * Begins to use a folder that is there.
   *
   * @throws NoSuchFileException if it is not, any more
   */
  synchronized Use use(Path branch, String name) throws IOException {
    Held folder = hold(branch);
    try {
      if (!Files.isDirectory(branch.resolve(name))) {
        throw new NoSuchFileException(branch.resolve(name).toString());
      }
      folder.uses().merge(name, 1, Integer::sum);
      return new Use(branch, name);
    } finally {
      releaseIfIdle(branch);
    }
  }

  /** Deletes the branch's index; what is kept of its past stays. */
  synchronized void discard(Path branch) throws IOException {
    if (!Files.isDirectory(branch)) {
      return;
    }
    Held folder = hold(branch);
    try {
      if (folder.uses().keySet().stream().anyMatch(Generations::isGeneration)) {
        throw new IOException("the index is open: " + branch);
      }
      // The pointer first: should this end half-way, what is left is no index.
      Files.deleteIfExists(branch.resolve(Generations.POINTER));
      Generations.removeLeftovers(branch, "", folder.uses().keySet());
    } finally {
      releaseIfIdle(branch);
    }
  }

  /**
   * Deletes the branch's folder with everything in it.
   *
   * @throws IOException if something of it is in use
   */
  synchronized void remove(Path branch) throws IOException {
    if (held.containsKey(branch)) {
      throw new IOException("the index is in use: " + branch);
    }
    discard(branch);
    Generations.delete(branch);
  }

  /** Deletes the folder of a tenant whose branches are removed. */
  void removeTenant(TenantId tenant) throws IOException {
    Path folder = root.resolve(tenant.value());
    if (Files.isDirectory(folder)) {
      Generations.delete(folder);
    }
  }

  /** Returns the epoch of what is kept of a tenant. */
  long epoch(TenantId tenant) throws IOException {
    Path file = epochFile(tenant);
    return Files.exists(file) ? Long.parseLong(Files.readString(file).strip()) : 0;
  }

  void setEpoch(TenantId tenant, long epoch) throws IOException {
    Files.createDirectories(root.resolve(tenant.value()));
    Files.writeString(epochFile(tenant), Long.toString(epoch));
  }

  private Path epochFile(TenantId tenant) {
    return root.resolve(tenant.value()).resolve("epoch");
  }

  /** Deletes folders of the past that are not in use. */
  synchronized void drop(Path branch, Collection<KeptName> names) throws IOException {
    Held folder = hold(branch);
    try {
      for (KeptName name : names) {
        if (!folder.uses().containsKey(name.toString())) {
          Generations.delete(branch.resolve(name.toString()));
        }
      }
    } finally {
      releaseIfIdle(branch);
    }
  }

  private synchronized void leave(Path branch, String name) throws IOException {
    Held folder = hold(branch);
    try {
      Integer left =
          folder.uses().computeIfPresent(name, (any, uses) -> uses == 1 ? null : uses - 1);
      if (left == null && isOfNoUse(branch, name)) {
        Generations.delete(branch.resolve(name));
      }
    } catch (IOException e) {
      LOG.atWarn()
          .setMessage("An index that is of no use could not be deleted; the next start does it")
          .addKeyValue("folder", branch.resolve(name))
          .setCause(e)
          .log();
    } finally {
      releaseIfIdle(branch);
    }
  }

  private static boolean isOfNoUse(Path branch, String name) throws IOException {
    Optional<KeptName> kept = KeptName.parse(name);
    return kept.isPresent()
        ? kept.get().kind() == KeptName.Kind.PASSING
        : !Optional.of(name).equals(Generations.current(branch));
  }

  private Held hold(Path branch) throws IOException {
    Held known = held.get(branch);
    if (known == null) {
      FSDirectory directory = FSDirectory.open(Files.createDirectories(branch));
      try {
        Lock lock = directory.obtainLock(IndexWriter.WRITE_LOCK_NAME);
        known = new Held(directory, lock, new HashMap<>());
        held.put(branch, known);
      } finally {
        if (known == null) {
          directory.close();
        }
      }
    }
    return known;
  }

  private void releaseIfIdle(Path branch) throws IOException {
    Held folder = held.get(branch);
    if (folder != null && folder.uses().isEmpty()) {
      held.remove(branch);
      IOUtils.close(folder.lock(), folder.directory());
    }
  }

  /** Returns the folder of a branch. */
  Path of(Scope scope) {
    return tenant(scope).resolve(fileName(scope.branch()));
  }

  private Path tenant(Scope scope) {
    return root.resolve(scope.tenant().value());
  }

  /** Returns the folders of all branches of the tenant that have anything, this one's first. */
  List<Path> ofTenant(Scope scope) throws IOException {
    Path own = of(scope);
    Path tenant = tenant(scope);
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(tenant)) {
      try (Stream<Path> files = Files.list(tenant)) {
        files.filter(Files::isDirectory).forEach(found::add);
      }
    }
    found.sort(
        Comparator.comparing((Path branch) -> !branch.equals(own))
            .thenComparing(Comparator.naturalOrder()));
    return found;
  }

  /** Returns the name of a branch, or of a tag, as that of a file. */
  static String fileName(BranchName name) {
    StringBuilder file = new StringBuilder();
    for (char c : name.value().toCharArray()) {
      if (c == '_' || (c >= 'A' && c <= 'Z')) {
        file.append('_');
      }
      file.append(c);
    }
    return file.toString().toLowerCase(Locale.ROOT);
  }
}
