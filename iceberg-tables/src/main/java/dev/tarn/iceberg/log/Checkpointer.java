package dev.tarn.iceberg.log;

import dev.tarn.iceberg.io.FileSync;
import dev.tarn.iceberg.io.LocalFileIO;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.Snapshot;

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

  private final BranchTables tables;
  private final Path file;
  private final NessieSync nessie;
  private final Duration interval;
  private final LocalFileIO io = new LocalFileIO();
  private long writtenNanos = System.nanoTime();
  private long writtenSeq = -1;

  /**
   * @param file of the checkpoint
   * @param interval of checkpoints, while the log moves
   */
  public Checkpointer(BranchTables tables, Path file, NessieSync nessie, Duration interval) {
    this.tables = tables;
    this.file = file;
    this.nessie = nessie;
    this.interval = interval;
  }

  /** Writes a checkpoint of the head if it is due; returns it if so. */
  public Optional<Checkpoint> runIfDue() throws IOException {
    if (System.nanoTime() - writtenNanos < interval.toNanos()
        || tables.head().commit().seq() == writtenSeq) {
      return Optional.empty();
    }
    BranchHead head = tables.head();
    tables.sync();
    FileSync.all(files(head));
    nessie.sync();
    Checkpoint checkpoint = Checkpoint.of(head);
    checkpoint.write(file);
    writtenNanos = System.nanoTime();
    writtenSeq = head.commit().seq();
    return Optional.of(checkpoint);
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
