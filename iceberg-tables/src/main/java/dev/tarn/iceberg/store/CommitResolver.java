package dev.tarn.iceberg.store;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.PointInTime;
import dev.tarn.iceberg.log.BranchTables;
import dev.tarn.iceberg.log.CommitIndex;
import dev.tarn.iceberg.nessie.NessieReferences;
import dev.tarn.iceberg.nessie.ReferenceNames;
import java.io.IOException;
import java.util.Optional;

/** Finds the commit of a branch that a point in time names, mostly in the index of its commits. */
record CommitResolver(BranchTables tables, CommitIndex commits, NessieReferences nessie) {
  /**
   * Returns the commit.
   *
   * @throws CatalogException {@code commit-not-found}
   */
  CommitId resolve(PointInTime at) throws IOException {
    CommitId head = tables.refresh().commit();
    commits.follow(head.hash());
    return switch (at) {
      case PointInTime.AtCommit(CommitId commit) -> own(commit);
      case PointInTime.AtTime(var time) ->
          commits.lastAt(time).orElseThrow(CommitResolver::notFound);
      case PointInTime.AtTag(BranchName tag) -> {
        if (tag.equals(tables.scope().branch())) {
          yield head;
        }
        Optional<String> hash = nessie.tagHash(ReferenceNames.name(tables.scope().tenant(), tag));
        yield own(tables.at(hash.orElseThrow(CommitResolver::notFound)).commit());
      }
    };
  }

  /**
   * Returns a commit if it is this branch's.
   *
   * @throws CatalogException {@code commit-not-found}
   */
  CommitId own(CommitId commit) throws IOException {
    if (commits.contains(commit)) {
      return commit;
    }
    commits.follow(tables.refresh().commit().hash());
    if (commit.equals(CommitId.NOTHING)) {
      return commits.commitOf(0);
    }
    if (!commits.contains(commit)) {
      throw notFound();
    }
    return commit;
  }

  /** Returns the commit that made a sequence number visible. */
  CommitId covering(long seq) throws IOException {
    if (seq > commits.lastSeq()) {
      commits.follow(tables.refresh().commit().hash());
    }
    return commits.covering(seq);
  }

  /** Returns the newest commit of this branch that another one is, or comes after. */
  Optional<CommitId> newestBefore(CommitId other, long afterSeq) throws IOException {
    CommitId head = tables.head().commit();
    if (commits.lastSeq() < head.seq()) {
      commits.follow(head.hash());
    }
    return commits.newestBefore(other, afterSeq);
  }

  private static CatalogException notFound() {
    return new CatalogException(
        ErrorCode.COMMIT_NOT_FOUND, "the branch has no such commit, and the tenant no such tag");
  }
}
