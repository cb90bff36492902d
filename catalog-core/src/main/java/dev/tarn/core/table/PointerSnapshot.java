package dev.tarn.core.table;

import dev.tarn.core.scope.CommitId;
import dev.tarn.core.state.Page;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The names of a branch and their pointers at one commit. It holds nothing that must be freed, and
 * answers the same for as long as the commit is kept. Thread safe.
 */
public interface PointerSnapshot {
  /** Returns the commit that all answers are of. */
  CommitId commit();

  /** Returns what names stand for; without those that stand for nothing. */
  Map<TableName, Pointer> find(Collection<TableName> names) throws IOException;

  /** Returns what a name stands for. */
  default Optional<Pointer> find(TableName name) throws IOException {
    return Optional.ofNullable(find(List.of(name)).get(name));
  }

  /**
   * Returns a page of a namespace; an empty one if there is no such namespace.
   *
   * @throws dev.tarn.core.error.CatalogException {@code invalid-request} for a cursor of elsewhere
   */
  Page<PointerEntry> list(PointerQuery query) throws IOException;
}
