package dev.tarn.core.catalog;

import dev.tarn.core.access.ShownEntries;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.log.Group;
import dev.tarn.core.log.LogTail;
import dev.tarn.core.policy.Action;
import dev.tarn.core.policy.AssetAccess;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Principal;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.state.StateSnapshot;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The changes of a branch, as someone may see them. Asks the policy each time, as they may lose.
 */
public final class CatalogChanges {
  private final Catalog catalog;
  private final Principal principal;
  private final Scope scope;
  private final LogTail tail;

  CatalogChanges(Catalog catalog, Principal principal, Scope scope, LogTail tail) {
    this.catalog = catalog;
    this.principal = principal;
    this.scope = scope;
    this.tail = tail;
  }

  /**
   * What is shown of a commit.
   *
   * @param entries in their order; empty if all are hidden
   */
  public record Part(CommitId commit, List<LogEntry> entries) {
    public Part {
      entries = List.copyOf(entries);
    }
  }

  /** Returns the newest commit that this process knows. */
  public CommitId head() {
    return tail.head();
  }

  /** Returns an object that is another one when the branch was closed and opened again. */
  public Object opening() {
    return tail;
  }

  /**
   * Returns commits that follow {@code afterSeq}, as {@link LogTail#await} does, with those of
   * their entries that are shown; that may be none.
   *
   * @throws dev.tarn.core.error.CatalogException {@code permission-denied}
   */
  public List<Part> await(long afterSeq, int maxEntries, Duration timeout)
      throws IOException, InterruptedException {
    List<Group> groups = tail.await(afterSeq, maxEntries, timeout);
    AssetAccess access = catalog.check(principal, scope, Action.READ_CHANGES);
    if (groups.isEmpty() || access.isWhole()) {
      return groups.stream().map(group -> new Part(group.commit(), group.entries())).toList();
    }
    List<Part> shown = new ArrayList<>();
    try (StateSnapshot now =
        catalog.branch(scope).read(groups.getLast().commit().seq()).restrictedTo(access)) {
      ShownEntries entries = new ShownEntries(access, now::assets);
      for (Group group : groups) {
        shown.add(new Part(group.commit(), entries.of(group.entries())));
      }
    }
    return shown;
  }
}
