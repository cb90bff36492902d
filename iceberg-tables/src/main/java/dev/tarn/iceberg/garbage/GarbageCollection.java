package dev.tarn.iceberg.garbage;

import dev.tarn.core.garbage.GarbageProgress;
import dev.tarn.core.garbage.GarbageProgress.Phase;
import dev.tarn.core.garbage.GarbageReport;
import dev.tarn.core.garbage.GarbageRequest.Mode;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.tenant.StorageName;
import dev.tarn.iceberg.garbage.Candidates.Candidate;
import dev.tarn.iceberg.garbage.Candidates.Kind;
import dev.tarn.iceberg.garbage.TableTree.Walk;
import dev.tarn.iceberg.io.LocalFileIO;
import dev.tarn.iceberg.io.WarehouseLayout;
import dev.tarn.iceberg.nessie.NessieReferences;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileIO;

/**
 * One collection of a tenant's garbage: marks from what lives, sweeps what deleted branches had.
 *
 * <p>Of a deleted branch are: everything in its own folders, and what the versions of users' tables
 * and views lead to that its own commits put, as far as that is in the tenant's places. Of these
 * stays what a branch or tag leads to: by its newest commit, by its checkpoint, or by any commit of
 * its history. Commits that are made meanwhile need nothing more, since they go on from such a one.
 */
public final class GarbageCollection {
  /**
   * What was done.
   *
   * @param done folders of branches of which nothing is left
   */
  public record Outcome(GarbageReport report, Set<String> done) {
    public Outcome {
      done = Set.copyOf(done);
    }
  }

  private final TenantId tenant;
  private final NessieReferences nessie;
  private final WarehouseLayout layout;
  private final FileIO io;
  private final GarbageProgress progress;
  private final CanonicalLocations locations = new CanonicalLocations();
  private final List<String> places = new ArrayList<>();
  private final List<DeletedBranch> deleted;
  private boolean hasUserFiles;
  private int unknownBranches;

  /**
   * @param storage of the tenant
   * @param deleted the branches whose files may be garbage
   * @throws dev.tarn.core.error.CatalogException {@code storage-not-configured}
   */
  public GarbageCollection(
      TenantId tenant,
      StorageName storage,
      NessieReferences nessie,
      WarehouseLayout layout,
      UserFiles files,
      List<DeletedBranch> deleted,
      GarbageProgress progress)
      throws IOException {
    this.tenant = tenant;
    this.nessie = nessie;
    this.layout = layout;
    this.io = files.io();
    this.deleted = List.copyOf(deleted);
    this.progress = progress;
    places.add(inside(LocalFileIO.location(layout.data(tenant))));
    String other = files.ofTenant(tenant, storage);
    if (other != null) {
      places.add(inside(other));
    }
  }

  private String inside(String folder) throws IOException {
    String file = locations.of(folder + "/x");
    return file.substring(0, file.length() - 1);
  }

  /**
   * Runs it.
   *
   * @param workFolder for a list of the files
   */
  public Outcome run(Living living, Mode mode, Path workFolder) throws IOException {
    if (deleted.isEmpty()) {
      return new Outcome(GarbageReport.NOTHING, Set.of());
    }
    try (Candidates candidates = new Candidates(workFolder, locations, progress)) {
      TableTree tree = new TableTree(io);
      for (int i = 0; i < deleted.size(); i++) {
        findOwn(i, candidates);
        findUsers(i, tree, candidates);
      }
      candidates.sort();
      if (!candidates.isEmpty()) {
        mark(living, candidates);
      }
      return sweep(candidates, mode);
    }
  }

  private Scope scope(DeletedBranch branch) {
    return new Scope(tenant, branch.name());
  }

  private WarehouseLayout layout(DeletedBranch branch) {
    return layout.withBranchFolder(branch.folder());
  }

  /** Lists what is in the branch's own folders. */
  private void findOwn(int index, Candidates candidates) throws IOException {
    DeletedBranch branch = deleted.get(index);
    for (Path root : layout(branch).branchFiles(scope(branch))) {
      for (Path file : below(root, Files::isRegularFile)) {
        candidates.add(
            new Candidate(index, Kind.OWN, Files.size(file), LocalFileIO.location(file)));
      }
    }
  }

  /** A branch's own folders have some thousand files: change files are compacted and trimmed. */
  private static List<Path> below(Path root, Predicate<Path> wanted) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(wanted).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Lists what the branch's commits made users' tables and views stand for. */
  private void findUsers(int index, TableTree tree, Candidates candidates) throws IOException {
    DeletedBranch branch = deleted.get(index);
    TableTree.Sink sink =
        (kind, location, bytes) -> {
          if (isInPlace(location)) {
            hasUserFiles = true;
            candidates.add(new Candidate(index, kind, bytes, location));
          }
        };
    boolean isKnown =
        branch.head() != null
            && nessie
                .history()
                .puts(
                    branch.head(),
                    puts -> {
                      if (puts.hash().equals(branch.from())) {
                        return false;
                      }
                      for (String table : puts.tables()) {
                        tree.walk(table, Walk.FIND, sink);
                      }
                      for (String view : puts.views()) {
                        sink.file(Kind.METADATA, view, 0);
                      }
                      return true;
                    });
    if (!isKnown) {
      unknownBranches++;
    }
  }

  /** What is elsewhere was there before the catalog knew it, and is not the catalog's to delete. */
  private boolean isInPlace(String location) throws IOException {
    String canonical = locations.of(location);
    return places.stream().anyMatch(canonical::startsWith) && !canonical.contains("/../");
  }

  private void mark(Living living, Candidates candidates) throws IOException {
    List<String> folders = new ArrayList<>();
    for (DeletedBranch branch : deleted) {
      folders.add("/" + layout.root().relativize(layout(branch).tables(scope(branch))) + "/");
    }
    new LivingFiles(nessie, io, progress)
        .keep(
            living,
            folders,
            hasUserFiles ? LivingFiles.Users.LOOKED_FOR : LivingFiles.Users.LEFT_OUT,
            candidates);
  }

  private Outcome sweep(Candidates candidates, Mode mode) throws IOException {
    long[] kept = new long[deleted.size()];
    long[] sums = new long[2];
    for (Kind kind : Kind.values()) {
      candidates.each(
          kind,
          (candidate, isNeeded) -> {
            if (isNeeded) {
              // Users' files that are needed are found again by who needs them, when that goes.
              kept[candidate.branch()] += kind == Kind.OWN ? 1 : 0;
            } else if (isThere(candidate)) {
              if (mode == Mode.DELETE) {
                delete(candidate.location());
              }
              progress.reached(Phase.DELETING, ++sums[0]);
              sums[1] += candidate.bytes();
            }
          });
    }
    Set<String> done = new HashSet<>();
    for (int i = 0; i < kept.length; i++) {
      if (mode == Mode.DELETE) {
        deleteEmptyFolders(deleted.get(i));
        if (kept[i] == 0 && !candidates.isFull()) {
          done.add(deleted.get(i).folder());
        }
      }
    }
    return new Outcome(
        new GarbageReport(
            deleted.size(), sums[0], sums[1], Arrays.stream(kept).sum(), unknownBranches),
        done);
  }

  /** Elsewhere, to delete what is gone already costs no more than to ask. */
  private static boolean isThere(Candidate candidate) {
    return !CanonicalLocations.isLocal(candidate.location())
        || Files.exists(LocalFileIO.path(candidate.location()));
  }

  private void delete(String location) throws IOException {
    try {
      io.deleteFile(location);
    } catch (NotFoundException e) {
      // Another collection was faster.
      return;
    } catch (RuntimeException e) {
      // Each storage has exceptions of its own
      throw new IOException("cannot delete " + location, e);
    }
  }

  private void deleteEmptyFolders(DeletedBranch branch) throws IOException {
    for (Path root : layout(branch).branchFiles(scope(branch))) {
      for (Path folder : below(root, Files::isDirectory).reversed()) {
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
}
