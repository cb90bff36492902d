package dev.tarn.iceberg.log;

import dev.tarn.core.scope.Scope;
import dev.tarn.iceberg.io.LocalFileIO;
import dev.tarn.iceberg.io.WarehouseLayout;
import dev.tarn.iceberg.nessie.NessieReferences;
import dev.tarn.iceberg.nessie.ReferenceNames;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a branch on tables that can be read, after whatever was lost. The log's tail is then put
 * back by {@link NessieChangeLog#open}.
 *
 * <p>A loss of power can take the unsynced end of Nessie's store: the branch is then at an older
 * commit, which needs nothing. It can also take metadata files that a commit names: the branch is
 * then moved back to its newest commit that can be read. And if the branch is older than its
 * checkpoint, such as one that had to be created again, it gets the checkpoint's tables.
 */
public final class BranchRecovery {
  private static final Logger LOG = LoggerFactory.getLogger(BranchRecovery.class);

  /** Appends are synced within a second or so of their commit. */
  private static final int MAX_STEPS_BACK = 10_000;

  private BranchRecovery() {}

  /**
   * Opens a branch.
   *
   * @throws IOException if there is no such branch, or nothing of it can be read
   */
  public static BranchTables open(
      Scope scope, NessieReferences nessie, WarehouseLayout layout, Set<String> names)
      throws IOException {
    BranchTables tables;
    try {
      tables = openReadable(scope, nessie, layout, names);
    } catch (UnreadableTablesException e) {
      LOG.atWarn()
          .setMessage("The newest commit of a branch cannot be read; it is moved back")
          .addKeyValue("scope", scope)
          .setCause(e)
          .log();
      moveBack(ReferenceNames.branch(scope), nessie, names);
      tables = openReadable(scope, nessie, layout, names);
    }
    Optional<Checkpoint> checkpoint = Checkpoint.read(layout.checkpoint(scope));
    if (checkpoint.isPresent() && checkpoint.get().commit().seq() > tables.head().commit().seq()) {
      LOG.atWarn()
          .setMessage("A branch is older than its checkpoint, and gets the checkpoint's tables")
          .addKeyValue("scope", scope)
          .addKeyValue("seq", tables.head().commit().seq())
          .addKeyValue("checkpoint", checkpoint.get().commit())
          .log();
      String pointers = checkpoint.get().pointers();
      if (pointers != null) {
        PointerDump.restore(
            layout.checkpoint(scope).resolveSibling(pointers),
            nessie,
            ReferenceNames.branch(scope),
            tables.head());
      }
      tables.restore(checkpoint.get().metadataLocations());
    }
    return tables;
  }

  private static BranchTables openReadable(
      Scope scope, NessieReferences nessie, WarehouseLayout layout, Set<String> names)
      throws IOException {
    BranchTables tables = BranchTables.open(scope, nessie, layout, names);
    checkReadable(tables.head());
    return tables;
  }

  private static void checkReadable(BranchHead head) throws IOException {
    new LogFiles(new LocalFileIO()).after(head.metadata(BranchTables.CHANGES), 0);
  }

  private static void moveBack(String reference, NessieReferences nessie, Set<String> names)
      throws IOException {
    List<String> hashes = new ArrayList<>();
    nessie
        .history()
        .log(
            reference,
            null,
            commit -> {
              hashes.add(commit.hash());
              return hashes.size() < MAX_STEPS_BACK;
            });
    HeadLoader loader =
        new HeadLoader(nessie, reference, names, new MetadataCache(new LocalFileIO()));
    for (String hash : hashes) {
      if (isReadable(loader, hash)) {
        if (!nessie.assignBranch(reference, hashes.getFirst(), hash)) {
          throw new IOException("another process moved " + reference + " meanwhile");
        }
        return;
      }
    }
    throw new IOException("no commit of " + reference + " can be read");
  }

  private static boolean isReadable(HeadLoader loader, String hash) throws IOException {
    try {
      checkReadable(loader.load(hash));
      return true;
    } catch (UnreadableTablesException e) {
      return false;
    }
  }
}
