package dev.tarn.governance.policy;

import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.catalog.CatalogChanges;
import dev.tarn.core.policy.Action;
import dev.tarn.core.policy.AssetAccess;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.state.StateSnapshot;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The policies of a branch, as new as the newest commit that this process knows: what was taken
 * from someone is taken when the commit is answered. Thread safe.
 */
final class FollowedPolicies {
  /** Entries that are looked through at once. */
  private static final int PAGE = 10_000;

  /** Answers that are remembered; then all are forgotten. */
  private static final int MAX_REMEMBERED = 10_000;

  private final Catalog catalog;
  private final Scope scope;
  private volatile @Nullable Known known;

  /** A state, up to where it was looked for changes of it, and what was answered from it. */
  private record Known(PolicyState state, long seq, Map<Question, AssetAccess> answers) {}

  private record Question(
      String actor,
      Set<String> subjects,
      Set<String> stewardOf,
      Map<String, String> attributes,
      Action action) {}

  /** Works out an answer. */
  @FunctionalInterface
  interface Answering {
    AssetAccess of(PolicyState state, Caller caller, Action action);
  }

  FollowedPolicies(Catalog catalog, Scope scope) {
    this.catalog = catalog;
    this.scope = scope;
  }

  PolicyState now() throws IOException {
    Known last = known;
    CatalogChanges changes = catalog.changes(Actor.SYSTEM, scope);
    if (last != null && changes.head().seq() <= last.seq()) {
      return last.state();
    }
    return caughtUp(changes);
  }

  private synchronized PolicyState caughtUp(CatalogChanges changes) throws IOException {
    Known last = known;
    CommitId head = changes.head();
    if (last == null || isChanged(last, changes, head)) {
      try (StateSnapshot snapshot = catalog.read(Actor.SYSTEM, scope, head)) {
        last = new Known(PolicyState.read(snapshot), head.seq(), new ConcurrentHashMap<>());
      }
    } else {
      last = new Known(last.state(), head.seq(), last.answers());
    }
    known = last;
    return last.state();
  }

  private static boolean isChanged(Known last, CatalogChanges changes, CommitId head)
      throws IOException {
    long seq = last.seq();
    try {
      while (seq < head.seq()) {
        List<CatalogChanges.Part> parts = changes.await(seq, PAGE, Duration.ZERO);
        if (parts.isEmpty()) {
          return true;
        }
        for (CatalogChanges.Part part : parts) {
          if (part.entries().stream().anyMatch(PolicyState::isConcernedBy)) {
            return true;
          }
        }
        seq = parts.getLast().commit().seq();
      }
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while policies were read", e);
    }
  }

  /** Returns an answer that was given before, where it depends on nothing else than who asks. */
  AssetAccess remembered(PolicyState state, Caller caller, Action action, Answering answering) {
    Known last = known;
    if (last == null || last.state() != state || !new RuleSet(state, caller, action).isSteady()) {
      return answering.of(state, caller, action);
    }
    Map<Question, AssetAccess> answers = last.answers();
    if (answers.size() > MAX_REMEMBERED) {
      answers.clear();
    }
    return answers.computeIfAbsent(
        new Question(
            caller.principal().actor().name(),
            caller.subjects(),
            caller.stewardOf(),
            caller.principal().attributes(),
            action),
        any -> answering.of(state, caller, action));
  }
}
