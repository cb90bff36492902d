package dev.tarn.core.access;

import dev.tarn.core.scope.CommitId;
import dev.tarn.core.state.Page;
import dev.tarn.core.table.Pointer;
import dev.tarn.core.table.PointerEntry;
import dev.tarn.core.table.PointerQuery;
import dev.tarn.core.table.PointerSnapshot;
import dev.tarn.core.table.TableName;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The names of a branch for somebody who may not read the audit: those of Tarn's own tables that
 * say with which credential, and from where, something was asked are not there.
 */
public final class AuditPointers implements PointerSnapshot {
  /** The table of the audit. */
  public static final TableName AUDIT = TableName.of(TableName.RESERVED, "audit");

  private static final Set<TableName> HIDDEN =
      Set.of(AUDIT, TableName.of(TableName.RESERVED, "changes"));

  private final PointerSnapshot pointers;

  public AuditPointers(PointerSnapshot pointers) {
    this.pointers = pointers;
  }

  @Override
  public CommitId commit() {
    return pointers.commit();
  }

  @Override
  public Map<TableName, Pointer> find(Collection<TableName> names) throws IOException {
    return pointers.find(
        names.stream().filter(name -> !HIDDEN.contains(name)).collect(Collectors.toSet()));
  }

  @Override
  public Page<PointerEntry> list(PointerQuery query) throws IOException {
    Page<PointerEntry> page = pointers.list(query);
    List<PointerEntry> shown =
        page.items().stream().filter(entry -> !HIDDEN.contains(entry.name())).toList();
    return new Page<>(shown, page.next());
  }
}
