package dev.tarn.iceberg.garbage;

import dev.tarn.core.garbage.GarbageProgress;
import dev.tarn.core.garbage.GarbageProgress.Phase;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.tenant.StorageName;
import dev.tarn.iceberg.garbage.Candidates.Candidate;
import dev.tarn.iceberg.garbage.Candidates.Kind;
import dev.tarn.iceberg.io.FolderFiles;
import dev.tarn.iceberg.io.LocalFileIO;
import dev.tarn.iceberg.io.WarehouseLayout;
import dev.tarn.iceberg.nessie.NessieReferences;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.SupportsPrefixOperations;
import org.jspecify.annotations.Nullable;

/**
 * All files of a tenant: in its folder of the warehouse, and in its place beside that. Counts them,
 * and deletes those that no clone of the tenant leads to.
 */
public final class TenantFiles {
  private final TenantId tenant;
  private final WarehouseLayout layout;
  private final FileIO io;
  private final @Nullable String beside;

  /**
   * @param storage of the tenant
   * @throws dev.tarn.core.error.CatalogException {@code storage-not-configured}
   */
  public TenantFiles(
      TenantId tenant, StorageName storage, WarehouseLayout layout, UserFiles files) {
    this.tenant = tenant;
    this.layout = layout;
    this.io = files.io();
    this.beside = files.ofTenant(tenant, storage);
  }

  /**
   * What a deletion did.
   *
   * @param bytes of the deleted files
   */
  public record Deleted(long files, long bytes, long kept) {}

  /** Takes a file. */
  @FunctionalInterface
  private interface Sink {
    void file(String location, long bytes) throws IOException;
  }

  /**
   * Deletes the files.
   *
   * @param living the branches and tags of clones
   * @param workFolder for a list of the files
   */
  public Deleted delete(
      Living living, NessieReferences nessie, Path workFolder, GarbageProgress progress)
      throws IOException {
    long kept = 0;
    long deleted = 0;
    long bytes = 0;
    boolean isFull = true;
    while (isFull) {
      long[] sums = new long[3];
      try (Candidates candidates = new Candidates(workFolder, new CanonicalLocations(), progress)) {
        each((location, size) -> candidates.add(new Candidate(0, Kind.OWN, size, location)));
        candidates.sort();
        if (!living.heads().isEmpty()) {
          new LivingFiles(nessie, io, progress)
              .keep(
                  living,
                  List.of("/" + layout.root().relativize(layout.tenant(tenant)) + "/"),
                  LivingFiles.Users.LOOKED_FOR,
                  candidates);
        }
        candidates.each(
            Kind.OWN,
            (candidate, isNeeded) -> {
              if (isNeeded) {
                sums[2]++;
              } else {
                delete(candidate.location());
                progress.reached(Phase.DELETING, ++sums[0]);
                sums[1] += candidate.bytes();
              }
            });
        // What did not fit waits for the next round, as long as each one gets on.
        isFull = candidates.isFull() && sums[0] > 0;
      }
      deleted += sums[0];
      bytes += sums[1];
      kept = sums[2];
    }
    deleteEmptyFolders();
    return new Deleted(deleted, bytes, kept);
  }

  /** Returns the bytes of all files that can be listed. */
  public long bytes() throws IOException {
    long[] sum = new long[1];
    each((location, bytes) -> sum[0] += bytes);
    return sum[0];
  }

  /** Returns how many files there are that can be listed. */
  public long count() throws IOException {
    long[] count = new long[1];
    each((location, bytes) -> count[0]++);
    return count[0];
  }

  /** Returns the tenant's places whose files cannot be listed, and so are not deleted. */
  public List<String> unlisted() {
    return beside == null
            || CanonicalLocations.isLocal(beside)
            || io instanceof SupportsPrefixOperations
        ? List.of()
        : List.of(beside);
  }

  private void each(Sink sink) throws IOException {
    for (Path folder :
        List.of(
            layout.data(tenant),
            layout.tenant(tenant).resolve("journal"),
            layout.tenant(tenant).resolve("tables"),
            layout.tenant(tenant).resolve("checkpoints"))) {
      eachBelow(folder, sink);
    }
    if (beside != null && CanonicalLocations.isLocal(beside)) {
      eachBelow(LocalFileIO.path(beside), sink);
    } else if (beside != null && io instanceof SupportsPrefixOperations storage) {
      try {
        for (FileInfo file : storage.listPrefix(beside + "/")) {
          sink.file(file.location(), file.size());
        }
      } catch (NotFoundException e) {
        // Nothing was ever written there.
        return;
      } catch (RuntimeException e) {
        // Each storage has exceptions of its own
        throw new IOException("cannot list " + beside, e);
      }
    }
  }

  private static void eachBelow(Path folder, Sink sink) throws IOException {
    FolderFiles.each(
        folder,
        FolderFiles.Links.FILES,
        any -> true,
        (file, attributes) -> sink.file(LocalFileIO.location(file), attributes.size()));
  }

  private void delete(String location) throws IOException {
    try {
      io.deleteFile(location);
    } catch (NotFoundException e) {
      // A deletion before this one has come so far.
      return;
    } catch (RuntimeException e) {
      // Each storage has exceptions of its own
      throw new IOException("cannot delete " + location, e);
    }
  }

  private void deleteEmptyFolders() throws IOException {
    if (!Files.isDirectory(layout.tenant(tenant))) {
      return;
    }
    Path root = layout.tenant(tenant).toRealPath();
    List<Path> folders = new ArrayList<>();
    try (Stream<Path> found = Files.walk(root)) {
      found.filter(Files::isDirectory).filter(folder -> !folder.equals(root)).forEach(folders::add);
    }
    for (Path folder : folders.reversed()) {
      boolean isEmpty;
      try (Stream<Path> inside = Files.list(folder)) {
        isEmpty = inside.findAny().isEmpty();
      }
      if (isEmpty) {
        Files.delete(folder);
      }
    }
  }
}
