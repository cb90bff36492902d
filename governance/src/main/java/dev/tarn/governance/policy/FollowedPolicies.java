package dev.tarn.governance.policy;

import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.catalog.CatalogChanges;
import dev.tarn.core.policy.Action;
import dev.tarn.core.policy.AssetAccess;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Principal;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.state.StateSnapshot;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** People who are remembered; then all are forgotten. */
  private static final int MAX_REMEMBERED = 10_000;

  private final Catalog catalog;
  private final Scope scope;
  private volatile @Nullable Known known;

  /**
   * A state, up to where it was looked for changes of it, and what was found out from it.
   *
   * @param opening of the branch: what was read of another one may have been rewritten since
   */
  private record Known(
      PolicyState state, long seq, Map<Caller.Credentials, Person> people, Object opening) {}

  /**
   * Somebody, as one state knows them.
   *
   * @param answers those that depend on nothing else than who asks
   */
  record Person(
      PolicyState state,
      Set<String> subjects,
      Set<String> stewardOf,
      Map<Action, Optional<AssetAccess>> answers) {}

  /** Works out an answer. */
  interface Answering {
    AssetAccess of(PolicyState state, Caller caller, Action action);

    /** Returns whether the answer is the same at other times, and from other places. */
    boolean isSteady(PolicyState state, Caller caller, Action action);
  }

  FollowedPolicies(Catalog catalog, Scope scope) {
    this.catalog = catalog;
    this.scope = scope;
  }

  PolicyState now() throws IOException {
    return known().state();
  }

  private Known known() throws IOException {
    Known last = known;
    CatalogChanges changes = catalog.changes(Actor.SYSTEM, scope);
    if (last != null && isOf(changes, last) && changes.head().seq() <= last.seq()) {
      return last;
    }
    return caughtUp(changes);
  }

  private static boolean isOf(CatalogChanges changes, Known known) {
    return changes.opening().equals(known.opening());
  }

  /** Returns somebody as they are known now. */
  Person person(Principal principal) throws IOException {
    Known now = known();
    if (now.people().size() > MAX_REMEMBERED) {
      now.people().clear();
    }
    return now.people()
        .computeIfAbsent(
            Caller.Credentials.of(principal),
            any -> {
              PolicyState state = now.state();
              Set<String> subjects = state.subjects(principal);
              return new Person(
                  state, subjects, state.stewardOf(subjects), new ConcurrentHashMap<>());
            });
  }

  private synchronized Known caughtUp(CatalogChanges changes) throws IOException {
    Known last = known;
    CommitId head = changes.head();
    if (last == null || !isOf(changes, last) || isChanged(last, changes, head)) {
      try (StateSnapshot snapshot = catalog.read(Actor.SYSTEM, scope, head)) {
        last =
            new Known(
                PolicyState.read(snapshot),
                head.seq(),
                new ConcurrentHashMap<>(),
                changes.opening());
      }
    } else {
      last = new Known(last.state(), head.seq(), last.people(), last.opening());
    }
    known = last;
    return last;
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
  static AssetAccess answer(Person person, Caller caller, Action action, Answering answering) {
    Optional<AssetAccess> remembered =
        person
            .answers()
            .computeIfAbsent(
                action,
                any ->
                    answering.isSteady(person.state(), caller, action)
                        ? Optional.of(answering.of(person.state(), caller, action))
                        : Optional.empty());
    return remembered.orElseGet(() -> answering.of(person.state(), caller, action));
  }
}
