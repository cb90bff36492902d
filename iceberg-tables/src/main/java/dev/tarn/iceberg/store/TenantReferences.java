package dev.tarn.iceberg.store;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.Reference;
import dev.tarn.core.scope.ReferenceDetails;
import dev.tarn.core.scope.ReferenceKind;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.iceberg.garbage.DeletedBranch;
import dev.tarn.iceberg.garbage.DeletedBranches;
import dev.tarn.iceberg.io.WarehouseLayout;
import dev.tarn.iceberg.nessie.NessieReferences;
import dev.tarn.iceberg.nessie.ReferenceNames;
import dev.tarn.iceberg.store.ReferenceList.Entry;
import dev.tarn.iceberg.store.ReferenceList.Phase;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Changes a tenant's branches and tags. The list says what there is: each step is written there
 * before Nessie follows, so that whoever comes after a crash, or after a lost answer, ends it or
 * takes it back. What Nessie has beyond the list is nothing.
 */
final class TenantReferences {
  private static final int MAX_ATTEMPTS = 5;

  private final TenantId tenant;
  private final NessieReferences nessie;
  private final WarehouseLayout layout;
  private final ReferenceList list;
  private final DeletedBranches deleted;

  TenantReferences(TenantId tenant, NessieReferences nessie, WarehouseLayout layout) {
    this.tenant = tenant;
    this.nessie = nessie;
    this.layout = layout;
    this.list = new ReferenceList(layout.references(tenant));
    this.deleted = new DeletedBranches(layout.deletedBranches(tenant));
  }

  /** Returns what there is, in the order of creation. */
  List<Entry> live() throws IOException {
    return list.read().stream().filter(Entry::isLive).toList();
  }

  /** Returns a branch or tag; empty if there is none of that name. */
  Optional<Entry> find(BranchName name) throws IOException {
    return live().stream().filter(entry -> entry.name().equals(name)).findFirst();
  }

  private Entry required(BranchName name) throws IOException {
    return find(name)
        .orElseThrow(
            () ->
                new CatalogException(
                    ErrorCode.BRANCH_NOT_FOUND, "there is no branch or tag " + name));
  }

  /** Ends what a crash or a lost answer has left half-way. */
  void settle() throws IOException {
    if (list.read().stream().anyMatch(entry -> !entry.isLive())) {
      list.locked(this::settleLocked);
    }
  }

  private void settleLocked() throws IOException {
    for (Entry entry : list.read()) {
      BranchName before = entry.renamedFrom();
      if (before != null && nessie.hash(name(before)).isEmpty() && isInNessie(entry)) {
        list.write(renamed(before, entry.in(Phase.LIVE)));
      } else if (entry.phase() == Phase.DELETING) {
        remove(entry);
      } else if (!entry.isLive()) {
        nessie.removal().delete(name(entry.name()));
        var unused = list.replace(entry.name(), null);
      }
    }
  }

  private boolean isInNessie(Entry entry) throws IOException {
    return nessie.hash(name(entry.name())).isPresent();
  }

  /** What must hold of the point that a reference is to be made at. */
  @FunctionalInterface
  interface Condition {
    void check() throws IOException;
  }

  /**
   * Creates a branch or tag.
   *
   * @param condition looked at while nothing is trimmed
   * @throws CatalogException {@code branch-exists}
   */
  void create(Reference reference, Condition condition) throws IOException {
    list.locked(
        () -> {
          settleLocked();
          condition.check();
          checkFree(reference.name());
          Entry entry = new Entry(reference, folder(reference), Phase.CREATING, null);
          list.add(entry);
          createInNessie(entry, name(reference.from()), reference.commit().hash());
          var unused = list.replace(reference.name(), entry.in(Phase.LIVE));
        });
  }

  private void checkFree(BranchName name) throws IOException {
    if (name.equals(BranchName.MAIN) || find(name).isPresent()) {
      throw new CatalogException(ErrorCode.BRANCH_EXISTS, "a branch or tag " + name + " exists");
    }
  }

  /** Creates what the list has as such; what Nessie has of that name is nothing. */
  private void createInNessie(Entry entry, String source, String hash) throws IOException {
    String name = name(entry.name());
    nessie.removal().delete(name);
    boolean created =
        switch (entry.reference().kind()) {
          case BRANCH -> nessie.createBranch(name, source, hash);
          case TAG -> nessie.createTag(name, source, hash);
        };
    if (!created) {
      throw new IOException("something else creates " + name + " at the same time");
    }
  }

  /** Files of a branch of before may be needed by others, and its change files are its own. */
  private String folder(Reference reference) throws IOException {
    Set<String> taken = new HashSet<>();
    list.read().forEach(entry -> taken.add(entry.folder()));
    deleted.read().forEach(branch -> taken.add(branch.folder()));
    Scope scope = new Scope(tenant, reference.name());
    int usesBefore = 0;
    String folder = WarehouseLayout.folder(reference.name(), usesBefore);
    while (taken.contains(folder) || layout.withBranchFolder(folder).hasFiles(scope)) {
      usesBefore++;
      folder = WarehouseLayout.folder(reference.name(), usesBefore);
    }
    return folder;
  }

  /** Changes the details of a branch or tag. */
  Reference describe(BranchName name, UnaryOperator<ReferenceDetails> change) throws IOException {
    List<Reference> changed = new ArrayList<>();
    list.locked(
        () -> {
          Entry entry = required(name);
          Reference reference = entry.reference().with(change.apply(entry.reference().details()));
          var unused = list.replace(name, entry.with(reference));
          changed.add(reference);
        });
    return changed.getFirst();
  }

  /** Makes a branch able to be restored without the one that it was made from. */
  @FunctionalInterface
  interface Safeguard {
    void protect(BranchName branch) throws IOException;
  }

  /**
   * Deletes a branch or tag. What was made from the branch is as if it had been made from where
   * that one came from.
   *
   * @param safeguard called for each branch that was made from this one
   * @return what is no more
   */
  Entry delete(BranchName name, Consumer<Reference> condition, Safeguard safeguard)
      throws IOException {
    List<Entry> removed = new ArrayList<>();
    list.locked(
        () -> {
          settleLocked();
          Entry entry = required(name);
          condition.accept(entry.reference());
          checkUnprotected(entry);
          List<Entry> others = new ArrayList<>();
          for (Entry other : list.read()) {
            if (!other.name().equals(name)) {
              others.add(
                  other.reference().from().equals(name) ? moved(other, entry, safeguard) : other);
            }
          }
          others.add(entry.in(Phase.DELETING));
          list.write(others);
          remove(entry);
          removed.add(entry);
        });
    return removed.getFirst();
  }

  /** Takes a branch or tag out of Nessie and the list, and says where a branch's commits are. */
  private void remove(Entry entry) throws IOException {
    String name = name(entry.name());
    if (entry.reference().kind() == ReferenceKind.TAG) {
      nessie.removal().delete(name);
    } else {
      for (int attempt = 0; !removeBranch(entry, name); attempt++) {
        if (attempt == MAX_ATTEMPTS) {
          throw new IOException("commits to " + name + " were always first");
        }
      }
    }
    var unused = list.replace(entry.name(), null);
  }

  private boolean removeBranch(Entry entry, String name) throws IOException {
    Optional<String> head = nessie.hash(name);
    if (head.isEmpty() && deleted.read().stream().anyMatch(of(entry))) {
      // What comes after a crash: it is known where the commits are.
      return true;
    }
    deleted.put(
        new DeletedBranch(
            entry.name(),
            entry.folder(),
            head.orElse(null),
            entry.reference().commit().hash(),
            Instant.now()));
    return head.isEmpty() || nessie.removal().deleteAt(name, head.get());
  }

  private static Predicate<DeletedBranch> of(Entry entry) {
    return branch -> branch.folder().equals(entry.folder());
  }

  private static void checkUnprotected(Entry entry) {
    if (entry.reference().details().isProtected()) {
      throw new CatalogException(
          ErrorCode.REFERENCE_PROTECTED, entry.name() + " is protected; unprotect it first");
    }
  }

  private static Entry moved(Entry made, Entry from, Safeguard safeguard) throws IOException {
    Reference reference = made.reference();
    if (reference.kind() == ReferenceKind.TAG) {
      throw new CatalogException(
          ErrorCode.REFERENCE_IN_USE,
          "the tag " + made.name() + " is on " + from.name() + "; delete the tag first");
    }
    safeguard.protect(made.name());
    boolean older = reference.commit().seq() <= from.reference().commit().seq();
    return made.with(
        reference.at(
            from.reference().from(), older ? reference.commit() : from.reference().commit()));
  }

  /** Gives a branch or tag another name; its folder stays. */
  Reference rename(BranchName name, BranchName newName) throws IOException {
    List<Reference> result = new ArrayList<>();
    list.locked(
        () -> {
          settleLocked();
          Entry entry = required(name);
          checkUnprotected(entry);
          checkFree(newName);
          Reference reference = entry.reference().named(newName);
          Entry creating = new Entry(reference, entry.folder(), Phase.CREATING, name);
          list.add(creating);
          rename(creating, name);
          list.write(renamed(name, creating.in(Phase.LIVE)));
          result.add(reference);
        });
    return result.getFirst();
  }

  /** A commit that is made meanwhile must not be left behind under the old name. */
  private void rename(Entry creating, BranchName name) throws IOException {
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      String hash =
          nessie
              .hash(name(name))
              .orElseThrow(() -> new IOException("Nessie does not know " + name(name)));
      createInNessie(creating, name(name), hash);
      if (nessie.removal().deleteAt(name(name), hash)) {
        return;
      }
    }
    throw new IOException("commits to " + name(name) + " were always first");
  }

  /** Returns the list in which one name has taken the place of another. */
  private List<Entry> renamed(BranchName before, Entry live) throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (Entry entry : list.read()) {
      Reference reference = entry.reference();
      if (entry.name().equals(before)) {
        entries.add(live);
      } else if (!entry.name().equals(live.name())) {
        entries.add(
            reference.from().equals(before)
                ? entry.with(reference.at(live.name(), reference.commit()))
                : entry);
      }
    }
    return entries;
  }

  private String name(BranchName name) {
    return ReferenceNames.name(tenant, name);
  }
}
