package dev.tarn.lucene;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.Lock;
import org.apache.lucene.util.IOUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of one branch: a folder per generation of its index, and the file {@code current} with
 * the name of the generation that is the branch's index. The file is replaced in one atomic step;
 * every other generation is of no use to anyone who does not have it open. Held by one process at a
 * time. Thread safe.
 */
final class BranchFolder implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(BranchFolder.class);
  private static final String POINTER = "current";
  private static final String NEW_POINTER = "current.new";
  private static final Pattern GENERATION = Pattern.compile("g[1-9][0-9]{0,17}");

  /** An index right in the branch's folder, as there were before there were generations. */
  private static final Pattern OLD_INDEX = Pattern.compile("(_|segments|pending_segments).*");

  private final Path folder;
  private final FSDirectory directory;
  private final Lock lock;
  private final Set<String> inUse = new HashSet<>();

  private BranchFolder(Path folder, FSDirectory directory, Lock lock) {
    this.folder = folder;
    this.directory = directory;
    this.lock = lock;
  }

  /**
   * Takes hold of a branch's folder, which is created if need be.
   *
   * @throws IOException if another process has it
   */
  static BranchFolder hold(Path folder) throws IOException {
    FSDirectory directory = FSDirectory.open(Files.createDirectories(folder));
    try {
      return new BranchFolder(folder, directory, directory.obtainLock(IndexWriter.WRITE_LOCK_NAME));
    } catch (IOException e) {
      directory.close();
      throw e;
    }
  }

  /** A generation in use, whose files stay until this is closed. */
  final class Generation implements Closeable {
    private final String name;

    private Generation(String name) {
      this.name = name;
    }

    Path path() {
      return folder.resolve(name);
    }

    BranchFolder branch() {
      return BranchFolder.this;
    }

    /** Makes this generation the branch's index. */
    void makeCurrent() throws IOException {
      point(name);
    }

    /** Ends the use; deletes the files of a generation that is not the branch's index. */
    @Override
    public void close() throws IOException {
      leave(name);
    }
  }

  /**
   * Begins to use the branch's index, an empty folder at first, and removes what is of no use.
   *
   * @throws IOException if it is in use
   */
  synchronized Generation openCurrent() throws IOException {
    String name = current();
    if (name == null || !Files.isDirectory(folder.resolve(name))) {
      name = create();
      point(name);
    }
    if (!inUse.add(name)) {
      throw new IOException("the index is open already: " + folder.resolve(name));
    }
    try {
      removeLeftovers(name);
    } catch (IOException e) {
      inUse.remove(name);
      throw e;
    }
    return new Generation(name);
  }

  /** Begins to use a new, empty generation. */
  synchronized Generation openNew() throws IOException {
    String name = create();
    inUse.add(name);
    return new Generation(name);
  }

  /** Deletes the branch's index, in use or not; what is in use goes when its use ends. */
  synchronized void discard() throws IOException {
    // The pointer first: should this end half-way, what is left is no index.
    Files.deleteIfExists(folder.resolve(POINTER));
    removeLeftovers(null);
  }

  /** Returns whether nothing of the branch is in use. */
  synchronized boolean isIdle() {
    return inUse.isEmpty();
  }

  private @Nullable String current() throws IOException {
    try {
      String name = Files.readString(folder.resolve(POINTER), StandardCharsets.US_ASCII).strip();
      return GENERATION.matcher(name).matches() ? name : null;
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private synchronized void point(String name) throws IOException {
    lock.ensureValid();
    Path written = folder.resolve(NEW_POINTER);
    Files.writeString(written, name + "\n", StandardCharsets.US_ASCII);
    IOUtils.fsync(written, false);
    Files.move(
        written,
        folder.resolve(POINTER),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    IOUtils.fsync(folder, true);
  }

  private String create() throws IOException {
    long last = 0;
    for (Path generation : generations()) {
      last = Math.max(last, Long.parseLong(generation.getFileName().toString().substring(1)));
    }
    String name = "g" + (last + 1);
    Files.createDirectory(folder.resolve(name));
    return name;
  }

  private List<Path> generations() throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (GENERATION.matcher(file.getFileName().toString()).matches()) {
          found.add(file);
        }
      }
    }
    return found;
  }

  private void removeLeftovers(@Nullable String current) throws IOException {
    lock.ensureValid();
    Files.deleteIfExists(folder.resolve(NEW_POINTER));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (OLD_INDEX.matcher(file.getFileName().toString()).matches()) {
          Files.delete(file);
        }
      }
    }
    for (Path generation : generations()) {
      String name = generation.getFileName().toString();
      if (!name.equals(current) && !inUse.contains(name)) {
        delete(generation);
      }
    }
  }

  private synchronized void leave(String name) throws IOException {
    inUse.remove(name);
    if (!name.equals(current())) {
      try {
        delete(folder.resolve(name));
      } catch (IOException e) {
        LOG.atWarn()
            .setMessage("An index that is of no use could not be deleted; the next start does it")
            .addKeyValue("folder", folder.resolve(name))
            .setCause(e)
            .log();
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files = walk.sorted(Comparator.reverseOrder()).toList();
    } catch (NoSuchFileException e) {
      return;
    }
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
  }

  /** Gives the folder up to other processes. */
  @Override
  public void close() throws IOException {
    IOUtils.close(lock, directory);
  }
}
