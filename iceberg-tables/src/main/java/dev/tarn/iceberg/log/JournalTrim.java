package dev.tarn.iceberg.log;

import dev.tarn.iceberg.io.FileSync;
import dev.tarn.iceberg.io.LocalFileIO;
import dev.tarn.iceberg.nessie.NessieReferences;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Deletes change files that are needed no more: the group was compacted in every branch and tag of
 * the tenant, a checkpoint proves that the log is safe beyond it, and it has its age.
 */
public final class JournalTrim {
  private static final Set<String> CHANGES_ONLY = Set.of(BranchTables.CHANGES);

  private final NessieReferences nessie;
  private final Path folder;
  private final LocalFileIO io = new LocalFileIO();
  private final LogFiles files = new LogFiles(io);

  /**
   * @param folder of a branch's change files
   */
  public JournalTrim(NessieReferences nessie, Path folder) {
    this.nessie = nessie;
    this.folder = folder;
  }

  /**
   * Deletes what is old enough. The tenant's references do not change meanwhile.
   *
   * @param references all branches and tags of the tenant
   * @return how many files
   */
  public int run(Collection<String> references, Checkpoint checkpoint, Duration retention)
      throws IOException {
    Instant old = Instant.now().minus(retention);
    Set<Path> candidates = new HashSet<>();
    for (Path file : Journal.open(folder).through(checkpoint.commit().seq())) {
      if (Files.getLastModifiedTime(file).toInstant().isBefore(old)) {
        candidates.add(file);
      }
    }
    MetadataCache metadata = new MetadataCache(io);
    for (String reference : references) {
      if (candidates.isEmpty()) {
        return 0;
      }
      BranchHead head = new HeadLoader(nessie, reference, CHANGES_ONLY, metadata).load(null);
      for (LogFiles.Range range : files.after(head.metadata(BranchTables.CHANGES), 0)) {
        candidates.remove(LocalFileIO.path(range.file().location()));
      }
    }
    for (Path file : candidates) {
      Files.deleteIfExists(file);
    }
    FileSync.directory(folder);
    return candidates.size();
  }
}
