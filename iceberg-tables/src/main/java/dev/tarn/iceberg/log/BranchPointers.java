package dev.tarn.iceberg.log;

import dev.tarn.core.state.Page;
import dev.tarn.core.table.Pointer;
import dev.tarn.core.table.PointerChange;
import dev.tarn.core.table.PointerEntry;
import dev.tarn.core.table.PointerKind;
import dev.tarn.core.table.PointerQuery;
import dev.tarn.core.table.TableName;
import dev.tarn.iceberg.nessie.NessiePointers;
import dev.tarn.iceberg.nessie.PointerOperation;
import dev.tarn.iceberg.nessie.StoredPointer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The users' names at a branch's head, the recently used of them in memory.
 *
 * <p>Pointers change with a group of the log and in no other way, and the log says which group was
 * the last to change one. So what is in memory holds for every head with the same such group: other
 * groups and the tables' upkeep leave it. Groups that this process appends are carried over; after
 * one that another process has appended, everything is read from Nessie again. Thread safe.
 */
final class BranchPointers {
  /** About 600 bytes each. */
  private static final int MAX_POINTERS = 20_000;

  private final NessiePointers nessie;
  private final ReentrantLock listing = new ReentrantLock();

  // Guarded by this: what holds at every head whose pointers are of this position.
  private LogPosition position;
  private final NameLists lists = new NameLists();
  private final Map<TableName, Optional<StoredPointer>> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<TableName, Optional<StoredPointer>> eldest) {
          return size() > MAX_POINTERS;
        }
      };

  BranchPointers(NessiePointers nessie, BranchHead head) {
    this.nessie = nessie;
    this.position = LogPosition.ofPointers(head);
  }

  /** Returns what names stand for at a head. */
  Map<TableName, StoredPointer> find(BranchHead head, Collection<TableName> names)
      throws IOException {
    Map<TableName, StoredPointer> found = new HashMap<>();
    Set<TableName> unknown = new LinkedHashSet<>();
    synchronized (this) {
      boolean here = isAt(head);
      for (TableName name : names) {
        Optional<StoredPointer> pointer = here && !name.isReserved() ? known.get(name) : null;
        if (pointer == null) {
          unknown.add(name);
        } else {
          pointer.ifPresent(stored -> found.put(name, stored));
        }
      }
    }
    if (!unknown.isEmpty()) {
      Map<TableName, StoredPointer> read = nessie.find(head.commit().hash(), unknown);
      found.putAll(read);
      synchronized (this) {
        if (isAt(head)) {
          for (TableName name : unknown) {
            // Tarn's own tables change without the log.
            if (!name.isReserved()) {
              known.put(name, Optional.ofNullable(read.get(name)));
            }
          }
        }
      }
    }
    return found;
  }

  /** Returns a page of a namespace at a head. */
  Page<PointerEntry> list(BranchHead head, PointerQuery query) throws IOException {
    Page<PointerEntry> page = listed(head, query);
    if (page != null) {
      return page;
    }
    // To list is to walk through all that is in the namespace: one walk serves all who ask.
    listing.lock();
    try {
      page = listed(head, query);
      if (page != null) {
        return page;
      }
      NavigableMap<String, PointerKind> list =
          read(nessie, head.commit().hash(), query.namespace());
      page = NameLists.page(list, query);
      synchronized (this) {
        if (isAt(head)) {
          lists.put(query.namespace(), list);
        }
      }
      return page;
    } finally {
      listing.unlock();
    }
  }

  private synchronized @Nullable Page<PointerEntry> listed(BranchHead head, PointerQuery query) {
    NavigableMap<String, PointerKind> list = isAt(head) ? lists.get(query.namespace()) : null;
    return list == null ? null : NameLists.page(list, query);
  }

  static NavigableMap<String, PointerKind> read(
      NessiePointers nessie, String hash, @Nullable TableName namespace) throws IOException {
    NavigableMap<String, PointerKind> list = new TreeMap<>();
    nessie.list(hash, namespace, entry -> list.put(entry.name().name(), entry.kind()));
    return list;
  }

  /** Returns whether names stand for what changes expect. */
  boolean hold(BranchHead head, List<PointerChange> changes) throws IOException {
    Map<TableName, StoredPointer> found = find(head, names(changes));
    for (PointerChange change : changes) {
      StoredPointer stored = found.get(change.name());
      if (!Objects.equals(stored == null ? null : stored.pointer(), change.expected())) {
        return false;
      }
    }
    return true;
  }

  private static List<TableName> names(List<PointerChange> changes) {
    return changes.stream().map(PointerChange::name).toList();
  }

  /**
   * Returns what makes the names stand for what the changes say, whatever they stand for now: a
   * group that has its place in the journal goes in.
   *
   * @throws IOException also if a name is of another kind, which only another program can have made
   */
  List<PointerOperation> operations(BranchHead head, List<PointerChange> changes)
      throws IOException {
    if (changes.isEmpty()) {
      return List.of();
    }
    Map<TableName, StoredPointer> found = find(head, names(changes));
    Map<Pointer, String> dropped = new HashMap<>();
    for (PointerChange change : changes) {
      StoredPointer stored = found.get(change.name());
      if (change.next() == null && stored != null) {
        dropped.put(stored.pointer(), stored.contentId());
      }
    }
    List<PointerOperation> operations = new ArrayList<>();
    for (PointerChange change : changes) {
      StoredPointer stored = found.get(change.name());
      Pointer next = change.next();
      if (next == null) {
        if (stored != null) {
          operations.add(new PointerOperation.Delete(change.name()));
        }
      } else if (stored == null) {
        // What has the metadata of something that is dropped is that thing under a new name.
        String renamed = next.kind() == PointerKind.NAMESPACE ? null : dropped.remove(next);
        operations.add(new PointerOperation.Put(change.name(), renamed, next));
      } else if (stored.pointer().kind() == next.kind()) {
        operations.add(new PointerOperation.Put(change.name(), stored.contentId(), next));
      } else {
        throw new IOException(change.name() + " was changed by another program than Tarn");
      }
    }
    return operations;
  }

  /**
   * Takes over a commit of this process. Called before anyone can see its head.
   *
   * @param newIds of what the commit has created
   */
  synchronized void committed(
      BranchHead before,
      BranchHead after,
      List<PointerOperation> operations,
      Map<TableName, String> newIds) {
    boolean here = isAt(before);
    position = LogPosition.ofPointers(after);
    if (!here) {
      clear();
      return;
    }
    for (PointerOperation operation : operations) {
      switch (operation) {
        case PointerOperation.Put(TableName name, String id, Pointer pointer) -> {
          String contentId = id == null ? newIds.get(name) : id;
          if (contentId == null) {
            known.remove(name);
          } else {
            known.put(name, Optional.of(new StoredPointer(contentId, pointer)));
          }
          lists.set(name, pointer.kind());
        }
        case PointerOperation.Delete(TableName name) -> {
          known.put(name, Optional.empty());
          lists.set(name, null);
        }
      }
    }
  }

  /** Returns whether what is in memory holds at a head; moves on with a newer one. */
  private boolean isAt(BranchHead head) {
    LogPosition wanted = LogPosition.ofPointers(head);
    if (wanted.equals(position)) {
      return true;
    }
    if (wanted.seq() < position.seq()) {
      return false;
    }
    position = wanted;
    clear();
    return true;
  }

  /** Reads everything again: a name may have been changed by another program than Tarn. */
  synchronized void forget() {
    clear();
  }

  private void clear() {
    known.clear();
    lists.clear();
  }
}
