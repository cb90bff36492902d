package dev.tarn.iceberg.history;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.PointInTime;
import dev.tarn.iceberg.log.BranchTables;
import dev.tarn.iceberg.nessie.NessieReferences;
import dev.tarn.iceberg.nessie.ReferenceNames;
import java.io.IOException;
import java.util.List;

/** Finds the commit of a branch that a point in time names. */
final class CommitFinder {
  private final BranchTables branch;
  private final NessieReferences nessie;
  private final ChangeScan changes;
  private final String reference;

  CommitFinder(BranchTables branch, NessieReferences nessie, ChangeScan changes) {
    this.branch = branch;
    this.nessie = nessie;
    this.changes = changes;
    this.reference = ReferenceNames.branch(branch.scope());
  }

  CommitId find(PointInTime at) throws IOException {
    return switch (at) {
      case PointInTime.AtCommit(CommitId commit) -> {
        CommitId found = onBranch(commit.hash());
        if (found.seq() != commit.seq()) {
          throw notFound();
        }
        yield found;
      }
      case PointInTime.AtTag(var tag) ->
          onBranch(
              nessie
                  .tagHash(ReferenceNames.name(branch.scope().tenant(), tag))
                  .orElseThrow(CommitFinder::notFound));
      case PointInTime.AtTime(var time) -> ofSeq(changes.lastSeqAt(time));
    };
  }

  private CommitId onBranch(String hash) throws IOException {
    if (branch.head().commit().hash().equals(hash)) {
      return branch.head().commit();
    }
    if (nessie.tables(reference, hash, List.of(BranchTables.CHANGES)).isEmpty()) {
      throw notFound();
    }
    return branch.at(hash).commit();
  }

  /** Returns the newest commit at which the log ends with an entry. */
  private CommitId ofSeq(long seq) throws IOException {
    String[] hash = new String[1];
    boolean exists =
        nessie.log(
            reference,
            null,
            commit -> {
              hash[0] = commit.hash();
              return Long.parseLong(commit.properties().getOrDefault(BranchTables.SEQ, "0")) > seq;
            });
    if (!exists || hash[0] == null) {
      throw notFound();
    }
    return branch.at(hash[0]).commit();
  }

  private static CatalogException notFound() {
    return new CatalogException(
        ErrorCode.COMMIT_NOT_FOUND, "the branch has no such commit, and the tenant no such tag");
  }
}
