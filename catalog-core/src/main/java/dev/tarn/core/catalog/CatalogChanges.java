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
   * Some changes.
   *
   * @param entries that are shown
   * @param seq up to which the log was looked at
   */
  public record Part(List<LogEntry> entries, long seq) {}

  /** Returns the newest commit that this process knows. */
  public CommitId head() {
    return tail.head();
  }

  /**
   * Returns changes that follow {@code afterSeq}, as soon as the log has any; none when the time is
   * over or the branch is closed, nor where all that there are is hidden.
   *
   * @param limit the most changes that are looked at
   * @throws dev.tarn.core.error.CatalogException {@code permission-denied}
   */
  public Part await(long afterSeq, int limit, Duration timeout)
      throws IOException, InterruptedException {
    List<Group> groups = tail.await(afterSeq, limit, timeout);
    List<LogEntry> entries =
        groups.stream()
            .flatMap(group -> group.entries().stream())
            .filter(entry -> entry.seq() > afterSeq)
            .limit(limit)
            .toList();
    AssetAccess access = catalog.check(principal, scope, Action.READ_CHANGES);
    if (entries.isEmpty()) {
      return new Part(entries, afterSeq);
    }
    long seq = entries.getLast().seq();
    if (access.isWhole()) {
      return new Part(entries, seq);
    }
    try (StateSnapshot now = catalog.branch(scope).read(seq).restrictedTo(access)) {
      return new Part(new ShownEntries(access, now::assets).of(entries), seq);
    }
  }
}
