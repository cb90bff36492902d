package dev.tarn.core.merge;

import dev.tarn.core.asset.Entity;
import dev.tarn.core.change.ChangeContext;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.change.Submission;
import dev.tarn.core.diff.EntityKey;
import dev.tarn.core.diff.EntityStates;
import dev.tarn.core.diff.LogRange;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.Credential;
import dev.tarn.core.scope.Origin;
import dev.tarn.core.scope.Principal;
import dev.tarn.core.state.StateReader;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads from logs what theirs has changed since the base, by whom, and what it was. */
public final class TouchedEntities {
  private static final int CHUNK = 1_000;

  /**
   * Of the memory of the process, what the states of a merge may take: while it is worked out and
   * committed there are three or four of each entity.
   */
  private static final long MAX_BYTES = Runtime.getRuntime().maxMemory() / 6;

  private final ChangeContext merger;
  private final Map<EntityKey, MergeSource.Touched> touched = new HashMap<>();
  private final Map<ChangeContext, ChangeContext> contexts = new HashMap<>();
  private long bytes;

  /**
   * @param merger who merges, and why: the reason of changes that have none of their own
   */
  public TouchedEntities(ChangeContext merger) {
    this.merger = merger;
  }

  /** Returns the entities; who merges them takes them out. */
  public Map<EntityKey, MergeSource.Touched> touched() {
    return touched;
  }

  /** Takes what a log has changed since a base that is in it. */
  public void since(LogRange log) throws IOException {
    log.forEach(
        entry -> {
          EntityKey key = EntityStates.key(entry);
          MergeSource.Touched known = touched.get(key);
          if (known == null) {
            weigh(entry.after());
          }
          put(key, known == null ? live(entry.before()) : known.base(), author(entry));
        });
  }

  /**
   * Takes what either log has changed since the two parted, of which the base has another part.
   *
   * @param theirs from where the logs part to where theirs is
   * @param ours from where they part to the base, which is in it
   * @param later from the base to where ours is
   * @param state of ours
   */
  public void since(LogRange theirs, LogRange ours, LogRange later, StateReader state)
      throws IOException {
    theirs.forEach(
        entry -> {
          EntityKey key = EntityStates.key(entry);
          if (!touched.containsKey(key)) {
            weigh(entry.after());
          }
          put(key, null, author(entry));
        });
    ours.forEach(
        entry -> {
          EntityKey key = EntityStates.key(entry);
          if (!touched.containsKey(key)) {
            weigh(entry.after());
            put(key, null, merger);
          }
        });
    List<EntityKey> keys = List.copyOf(touched.keySet());
    for (int from = 0; from < keys.size(); from += CHUNK) {
      List<EntityKey> chunk = keys.subList(from, Math.min(keys.size(), from + CHUNK));
      Map<EntityKey, Entity> live = EntityStates.of(state).live(chunk);
      chunk.forEach(key -> touched.computeIfPresent(key, (same, was) -> at(live.get(key), was)));
    }
    Set<EntityKey> told = new HashSet<>();
    later.forEach(
        entry -> {
          EntityKey key = EntityStates.key(entry);
          if (touched.containsKey(key) && told.add(key)) {
            touched.computeIfPresent(key, (same, was) -> at(live(entry.before()), was));
          }
        });
  }

  /**
   * Takes a part of a log to undo it: the base is what it was after, theirs what it was before.
   *
   * @return the states before; null of what was not live
   */
  public Map<EntityKey, @Nullable Entity> undo(LogRange log) throws IOException {
    Map<EntityKey, @Nullable Entity> before = new HashMap<>();
    log.forEach(
        entry -> {
          switch (entry.kind()) {
            case ASSET, RELATIONSHIP -> {
              EntityKey key = EntityStates.key(entry);
              if (!before.containsKey(key)) {
                weigh(entry.after());
                before.put(key, live(entry.before()));
              }
              put(key, live(entry.after()), merger);
            }
            case ASSET_TYPE, RELATIONSHIP_TYPE -> {
              // A type never goes, nor becomes narrower: there may be assets of it.
            }
          }
        });
    return before;
  }

  private static MergeSource.Touched at(@Nullable Entity base, MergeSource.Touched touched) {
    return new MergeSource.Touched(base, touched.context());
  }

  private static @Nullable Entity live(@Nullable Entity entity) {
    return entity == null || EntityStates.isDeleted(entity) ? null : entity;
  }

  private void put(EntityKey key, @Nullable Entity base, ChangeContext context) {
    touched.put(key, new MergeSource.Touched(base, context));
    if (touched.size() > Submission.MAX_GUARDED_CHANGES) {
      throw new CatalogException(
          ErrorCode.MERGE_TOO_LARGE,
          "more than " + Submission.MAX_GUARDED_CHANGES + " entities have changed");
    }
  }

  /** Counts a state that the merge will hold. */
  private void weigh(@Nullable Entity entity) {
    bytes += EntityWeight.bytes(entity);
    if (bytes > MAX_BYTES) {
      throw new CatalogException(
          ErrorCode.MERGE_TOO_LARGE,
          "what has changed takes more than "
              + (MAX_BYTES >> 20)
              + " MiB, a sixth of this process's memory; give it more, or merge more often");
    }
  }

  /** Returns who has changed it there, with their reason, as the merge does it here. */
  private ChangeContext author(LogEntry entry) {
    ChangeContext context =
        new ChangeContext(
            new Author(
                new Actor(entry.actor()),
                merger.principal().credential(),
                merger.principal().origin()),
            merger.requestId(),
            merger.source(),
            entry.reason() == null ? merger.reason() : entry.reason());
    return contexts.computeIfAbsent(context, same -> same);
  }

  /** Who has changed something on a branch, and with what it is merged. */
  private record Author(Actor actor, Credential credential, Origin origin) implements Principal {}
}
