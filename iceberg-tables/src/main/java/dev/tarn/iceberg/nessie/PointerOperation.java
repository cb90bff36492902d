package dev.tarn.iceberg.nessie;

import dev.tarn.core.table.Pointer;
import dev.tarn.core.table.TableName;
import org.jspecify.annotations.Nullable;

/** What a commit does to a name of the users' tables, views and namespaces. */
public sealed interface PointerOperation {
  TableName name();

  /**
   * The name stands for something from now on.
   *
   * @param contentId of what it stood for before, which is of the same kind, or of what another
   *     name of the commit stood for and is deleted; null for something new
   */
  record Put(TableName name, @Nullable String contentId, Pointer pointer)
      implements PointerOperation {}

  /**
   * The name stands for nothing from now on. A commit does not put what it deletes: see package.
   */
  record Delete(TableName name) implements PointerOperation {}
}
