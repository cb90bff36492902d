package dev.tarn.iceberg.log;

import dev.tarn.core.scope.CommitId;
import dev.tarn.core.state.Page;
import dev.tarn.core.table.Pointer;
import dev.tarn.core.table.PointerEntry;
import dev.tarn.core.table.PointerQuery;
import dev.tarn.core.table.PointerSnapshot;
import dev.tarn.core.table.TableName;
import dev.tarn.iceberg.nessie.NessiePointers;
import dev.tarn.iceberg.nessie.StoredPointer;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Names as they were when a branch's head was this one. */
record HeadPointers(BranchPointers pointers, BranchHead head) implements PointerSnapshot {
  @Override
  public CommitId commit() {
    return head.commit();
  }

  @Override
  public Map<TableName, Pointer> find(Collection<TableName> names) throws IOException {
    return plain(pointers.find(head, names));
  }

  @Override
  public Page<PointerEntry> list(PointerQuery query) throws IOException {
    return pointers.list(head, query);
  }

  private static Map<TableName, Pointer> plain(Map<TableName, StoredPointer> stored) {
    Map<TableName, Pointer> plain = new HashMap<>();
    stored.forEach((name, pointer) -> plain.put(name, pointer.pointer()));
    return plain;
  }

  /** Names at any commit, read from Nessie each time. */
  record Past(NessiePointers pointers, CommitId commit) implements PointerSnapshot {
    @Override
    public Map<TableName, Pointer> find(Collection<TableName> names) throws IOException {
      return plain(pointers.find(commit.hash(), names));
    }

    @Override
    public Page<PointerEntry> list(PointerQuery query) throws IOException {
      return NameLists.page(BranchPointers.read(pointers, commit.hash(), query.namespace()), query);
    }
  }
}
