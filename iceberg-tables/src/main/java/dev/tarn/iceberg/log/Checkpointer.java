package dev.tarn.iceberg.log;

import dev.tarn.iceberg.io.FileSync;
import dev.tarn.iceberg.io.LocalFileIO;
import dev.tarn.iceberg.nessie.NessieReferences;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * Writes a branch's checkpoint from time to time. Of one thread.
 *
 * <p>What was committed before is synced first: metadata and manifests, also those that other
 * processes wrote, and Nessie's store. Data files were synced before their commit. A Nessie that is
 * not embedded is taken to keep what it answers.
 */
public final class Checkpointer {
  /** Makes what Nessie has answered safe. */
  @FunctionalInterface
  public interface NessieSync {
    void sync() throws IOException;
  }

  private static final String DUMP_SUFFIX = ".pointers.gz";
  private static final Duration DUMP_AGE = Duration.ofHours(1);

  private final BranchTables tables;
  private final Path file;
  private final NessieReferences references;
  private final NessieSync nessie;
  private final Duration interval;
  private final LocalFileIO io = new LocalFileIO();
  private long writtenNanos = System.nanoTime();
  private long writtenSeq = -1;

  /**
   * @param file of the checkpoint
   * @param references to read the users' names
   * @param interval of checkpoints, while the log moves
   */
  public Checkpointer(
      BranchTables tables,
      Path file,
      NessieReferences references,
      NessieSync nessie,
      Duration interval) {
    this.tables = tables;
    this.file = file;
    this.references = references;
    this.nessie = nessie;
    this.interval = interval;
  }

  /** Writes a checkpoint of the head if it is due; returns it if so. */
  public Optional<Checkpoint> runIfDue() throws IOException {
    if (System.nanoTime() - writtenNanos < interval.toNanos()
        || tables.head().commit().seq() == writtenSeq) {
      return Optional.empty();
    }
    return Optional.of(run());
  }

  /** Writes a checkpoint of the head. */
  public Checkpoint run() throws IOException {
    BranchHead head = tables.head();
    tables.sync();
    FileSync.all(files(head));
    nessie.sync();
    Checkpoint checkpoint = Checkpoint.of(head, pointers(head));
    checkpoint.write(file);
    deleteOlderDumps(checkpoint);
    writtenNanos = System.nanoTime();
    writtenSeq = head.commit().seq();
    return checkpoint;
  }

  /** Writes the users' names, if no checkpoint has written them as they are. */
  private @Nullable String pointers(BranchHead head) throws IOException {
    LogPosition position = LogPosition.ofPointers(head);
    if (position.seq() == 0) {
      return null;
    }
    String name = dumpPrefix() + "%019d".formatted(position.seq()) + DUMP_SUFFIX;
    Path dump = file.resolveSibling(name);
    try {
      // One that is named again is as good as new: another process may be about to delete it.
      Files.setLastModifiedTime(dump, FileTime.from(Instant.now()));
    } catch (NoSuchFileException e) {
      PointerDump.write(dump, references, head.commit().hash());
    }
    return name;
  }

  private String dumpPrefix() {
    return file.getFileName() + ".";
  }

  /** Deletes what no checkpoint names, also none that another process is just writing. */
  private void deleteOlderDumps(Checkpoint checkpoint) throws IOException {
    Instant old = Instant.now().minus(DUMP_AGE);
    try (DirectoryStream<Path> dumps =
        Files.newDirectoryStream(
            file.toAbsolutePath().getParent(),
            path ->
                String.valueOf(path.getFileName()).startsWith(dumpPrefix())
                    && String.valueOf(path.getFileName()).endsWith(DUMP_SUFFIX))) {
      for (Path dump : dumps) {
        if (!String.valueOf(dump.getFileName()).equals(checkpoint.pointers())
            && Files.getLastModifiedTime(dump).toInstant().isBefore(old)) {
          Files.deleteIfExists(dump);
        }
      }
    }
  }

  private List<Path> files(BranchHead head) {
    List<Path> files = new ArrayList<>();
    for (TableState table : head.tables().values()) {
      files.add(LocalFileIO.path(table.metadata().metadataFileLocation()));
      Snapshot snapshot = table.metadata().currentSnapshot();
      if (snapshot != null) {
        files.add(LocalFileIO.path(snapshot.manifestListLocation()));
        for (ManifestFile manifest : snapshot.allManifests(io)) {
          files.add(LocalFileIO.path(manifest.path()));
        }
      }
    }
    return files;
  }
}
