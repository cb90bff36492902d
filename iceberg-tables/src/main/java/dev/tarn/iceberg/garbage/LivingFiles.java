package dev.tarn.iceberg.garbage;

import dev.tarn.core.garbage.GarbageProgress;
import dev.tarn.core.garbage.GarbageProgress.Phase;
import dev.tarn.iceberg.garbage.TableTree.Walk;
import dev.tarn.iceberg.nessie.NessieReferences;
import dev.tarn.iceberg.nessie.TableContent;
import dev.tarn.iceberg.schema.CatalogTable;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.io.FileIO;
import org.projectnessie.model.Detached;

/** Takes out of what may be garbage what branches and tags lead to. Of one thread. */
final class LivingFiles {
  /** Of the hashes of commits, those that end so are remembered: one of 256. */
  private static final String REMEMBERED = "00";

  private static final List<String> TABLES =
      Arrays.stream(CatalogTable.values()).map(CatalogTable::tableName).toList();

  private final NessieReferences nessie;
  private final FileIO io;
  private final GarbageProgress progress;

  LivingFiles(NessieReferences nessie, FileIO io, GarbageProgress progress) {
    this.nessie = nessie;
    this.io = io;
    this.progress = progress;
  }

  /** Whether files of users' tables are among what may be garbage. */
  enum Users {
    LOOKED_FOR,
    LEFT_OUT
  }

  /**
   * Keeps what is led to by the newest commits, by what restores them, and by any commit of their
   * history.
   *
   * @param folders parts of the paths of Tarn's own tables that are looked for in the past
   */
  void keep(Living living, List<String> folders, Users users, Candidates candidates)
      throws IOException {
    TableTree tree = new TableTree(io);
    TableTree.Sink keep = (kind, location, bytes) -> candidates.keep(location);
    for (String metadata : living.metadata()) {
      tree.walk(metadata, Walk.KEEP_PRESENT, keep);
    }
    for (String head : living.heads()) {
      for (TableContent table :
          nessie
              .tables(Detached.REF_NAME, head, TABLES)
              .orElseThrow(() -> new IOException("Nessie has no commit " + head))
              .tables()
              .values()) {
        tree.walk(table.metadataLocation(), Walk.KEEP_PRESENT, keep);
      }
    }
    Set<String> remembered = new HashSet<>();
    long[] commits = new long[1];
    for (String head : living.heads()) {
      boolean isThere =
          nessie
              .history()
              .puts(
                  head,
                  puts -> {
                    for (String own : puts.own()) {
                      if (folders.stream().anyMatch(own::contains)) {
                        tree.walk(own, Walk.KEEP_PAST, keep);
                      }
                    }
                    if (users == Users.LOOKED_FOR) {
                      for (String table : puts.tables()) {
                        tree.walk(table, Walk.KEEP_PAST, keep);
                      }
                      for (String view : puts.views()) {
                        candidates.keep(view);
                      }
                    }
                    progress.reached(Phase.MARKING, ++commits[0]);
                    // Where the history of another one is reached, the rest was seen.
                    return !puts.hash().endsWith(REMEMBERED) || remembered.add(puts.hash());
                  });
      if (!isThere) {
        throw new IOException("Nessie has no commit " + head);
      }
    }
  }
}
