package dev.tarn.iceberg.store;

import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.iceberg.io.FileSync;
import dev.tarn.json.ValueJson;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A tenant's branches and tags in a synced file of the warehouse: what to create again when Nessie
 * has lost it. Changed under a lock that holds between processes.
 */
final class ReferenceList {
  private static final String LOCK_FILE = "references.lock";
  private static final String REFERENCES = "references";
  private static final String NAME = "name";
  private static final String KIND = "kind";
  private static final String FROM = "from";
  private static final String COMMIT = "commit";

  /** File locks are of a process; within it, these exclude each other. */
  private static final Map<Path, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

  private final Path file;

  ReferenceList(Path file) {
    this.file = file;
  }

  /** What a reference is. */
  enum Kind {
    BRANCH,
    TAG
  }

  /**
   * A branch or tag.
   *
   * @param from the branch that it was created from, or that a tag is on; a main branch names
   *     itself
   * @param commit where
   */
  record Entry(BranchName name, Kind kind, BranchName from, CommitId commit) {}

  /** Something that may fail for storage's sake. */
  @FunctionalInterface
  interface Action {
    void run() throws IOException;
  }

  /** Runs an action while no other process changes the tenant's references. */
  void locked(Action action) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException("no folder of " + file);
    }
    FileSync.createDirectories(folder);
    Path lockFile = folder.resolve(LOCK_FILE);
    ReentrantLock inProcess = LOCKS.computeIfAbsent(lockFile, key -> new ReentrantLock());
    inProcess.lock();
    try (FileChannel channel =
            FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      if (!held.isValid()) {
        throw new IOException("cannot lock " + lockFile);
      }
      action.run();
    } finally {
      inProcess.unlock();
    }
  }

  /** Returns the references, in the order of their creation. */
  List<Entry> read() throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    List<Entry> entries = new ArrayList<>();
    if (ValueJson.read(Files.readString(file, StandardCharsets.UTF_8)) instanceof Map<?, ?> root
        && root.get(REFERENCES) instanceof List<?> references) {
      for (Object reference : references) {
        if (reference instanceof Map<?, ?> map) {
          entries.add(
              new Entry(
                  new BranchName(text(map, NAME)),
                  Kind.valueOf(text(map, KIND)),
                  new BranchName(text(map, FROM)),
                  CommitId.parse(text(map, COMMIT))));
        }
      }
      return entries;
    }
    throw new IOException("not a list of references: " + file);
  }

  private String text(Map<?, ?> map, String key) throws IOException {
    if (map.get(key) instanceof String text) {
      return text;
    }
    throw new IOException("no " + key + " of a reference in " + file);
  }

  /** Adds a reference. Called with the lock held. */
  void add(Entry entry) throws IOException {
    List<Object> references = new ArrayList<>();
    for (Entry known : read()) {
      references.add(json(known));
    }
    references.add(json(entry));
    FileSync.replace(
        file, ValueJson.write(Map.of(REFERENCES, references)).getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, Object> json(Entry entry) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put(NAME, entry.name().value());
    json.put(KIND, entry.kind().name());
    json.put(FROM, entry.from().value());
    json.put(COMMIT, entry.commit().toString());
    return json;
  }
}
