package dev.tarn.iceberg.store;

import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.iceberg.io.WarehouseLayout;
import dev.tarn.iceberg.log.EmptyTables;
import dev.tarn.iceberg.nessie.CommitAnswer;
import dev.tarn.iceberg.nessie.NessieReferences;
import dev.tarn.iceberg.nessie.ReferenceNames;
import java.io.IOException;
import java.util.Optional;

/** Creates a tenant's main branch: in Nessie, the namespace and all tables are one commit. */
record FirstTables(NessieReferences nessie, WarehouseLayout layout) {
  /**
   * Creates the branch and its empty tables.
   *
   * @return the first commit; empty if the branch has one already
   */
  Optional<CommitId> create(Scope scope) throws IOException {
    String name = ReferenceNames.branch(scope);
    String empty = nessie.emptyHash();
    // A branch without a commit is what a creation left that did not come to its end.
    if (!nessie.createBranch(name, null, empty)
        && !nessie.hash(name).map(empty::equals).orElse(false)) {
      return Optional.empty();
    }
    return switch (EmptyTables.commit(scope, nessie, layout, empty)) {
      case CommitAnswer.Committed(String hash, var ids) -> Optional.of(new CommitId(0, hash));
      case CommitAnswer.Conflict() -> Optional.empty();
      case CommitAnswer.Refused(Exception cause) ->
          throw new IOException("the tables of " + scope + " cannot be created", cause);
      case CommitAnswer.Unknown(Exception cause) ->
          throw new IOException("the answer to the creation of " + scope + " was lost", cause);
    };
  }
}
