package dev.tarn.core.diff;

import dev.tarn.core.access.ShownStates;
import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Entity;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.log.ChangeLog;
import dev.tarn.core.policy.AssetAccess;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.state.Page;
import dev.tarn.core.state.StateSnapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is different between two points. It does not change while it is open; close it soon, it
 * holds indexes open. Of one thread.
 */
public final class BranchDiff implements AutoCloseable {
  /** The most entities of a page. */
  public static final int MAX_LIMIT = 1_000;

  /** The most entities that both logs together may have changed; about 150 bytes each. */
  public static final int MAX_CHANGED = 2_000_000;

  /** Entities that are compared at once. */
  private static final int CHUNK = 1_000;

  /** As many where logs are read to the end for each time; about 40 MB. */
  private static final int CHUNK_OF_LOGS = 10_000;

  /**
   * A point.
   *
   * @param nearest of just this commit, or else of the branch's head, as the access shows it;
   *     closed with the difference
   * @param access what is shown
   */
  public record Side(
      Scope scope, CommitId commit, ChangeLog log, StateSnapshot nearest, AssetAccess access) {
    /**
     * Returns the state at just this commit; null if there is none at hand: then the logs are read
     * instead, once for each page.
     */
    @Nullable StateSnapshot snapshot() {
      return nearest.commit().seq() == commit.seq() ? nearest : null;
    }
  }

  /** Takes some of what differs. */
  @FunctionalInterface
  public interface Part {
    void take(List<EntityDiff> diffs) throws IOException;
  }

  private final MergeBase base;
  private final Side from;
  private final Side to;
  private final NavigableSet<EntityKey> changed;
  private final EntityStates before;
  private final EntityStates after;
  private final int chunkSize;

  private BranchDiff(
      MergeBase base,
      Side from,
      Side to,
      NavigableSet<EntityKey> changed,
      EntityStates before,
      EntityStates after) {
    this.base = base;
    this.from = from;
    this.to = to;
    this.changed = changed;
    this.before = before;
    this.after = after;
    this.chunkSize = from.snapshot() == null || to.snapshot() == null ? CHUNK_OF_LOGS : CHUNK;
  }

  /**
   * Reads which entities the logs of two points have changed since they parted.
   *
   * @throws CatalogException {@code request-too-large} for more than {@link #MAX_CHANGED}
   */
  public static BranchDiff open(MergeBase base, Side from, Side to) throws IOException {
    LogRange fromRange = new LogRange(from.log(), base.seq(), from.commit().seq());
    LogRange toRange = new LogRange(to.log(), base.seq(), to.commit().seq());
    NavigableSet<EntityKey> changed = new TreeSet<>();
    fromRange.forEach(entry -> add(changed, EntityStates.key(entry)));
    toRange.forEach(entry -> add(changed, EntityStates.key(entry)));
    return new BranchDiff(
        base, from, to, changed, states(from, fromRange, toRange), states(to, toRange, fromRange));
  }

  private static void add(NavigableSet<EntityKey> changed, EntityKey key) {
    if (changed.add(key) && changed.size() > MAX_CHANGED) {
      throw new CatalogException(
          ErrorCode.REQUEST_TOO_LARGE,
          "more than " + MAX_CHANGED + " entities have changed between the two");
    }
  }

  private static EntityStates states(Side side, LogRange own, LogRange other) {
    StateSnapshot snapshot = side.snapshot();
    if (snapshot != null) {
      return EntityStates.of(snapshot);
    }
    EntityStates all = EntityStates.of(own, other);
    return side.access().isWhole()
        ? all
        : keys -> ShownStates.of(all.live(keys), side.access(), side.nearest());
  }

  /** Returns where the two points part. */
  public MergeBase base() {
    return base;
  }

  public Side from() {
    return from;
  }

  public Side to() {
    return to;
  }

  /**
   * Returns a page of what differs, ordered by kind, then id.
   *
   * @param cursor of the page before; null for the first
   * @param limit 1 to {@link #MAX_LIMIT}
   */
  public Page<EntityDiff> page(@Nullable String cursor, int limit) throws IOException {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_REQUEST, "limit", "limit is from 1 to " + MAX_LIMIT);
    }
    NavigableSet<EntityKey> left =
        cursor == null ? changed : changed.tailSet(EntityKey.parse(cursor), false);
    List<EntityDiff> page = new ArrayList<>();
    List<EntityKey> chunk = new ArrayList<>();
    for (EntityKey key : left) {
      chunk.add(key);
      if (chunk.size() == chunkSize) {
        page.addAll(compare(chunk));
        chunk.clear();
        if (page.size() > limit) {
          break;
        }
      }
    }
    page.addAll(compare(chunk));
    return page.size() > limit
        ? new Page<>(page.subList(0, limit), page.get(limit - 1).key().toString())
        : new Page<>(page, null);
  }

  /** Hands over all that differs, in the order of pages. */
  public void forEach(Consumer<EntityDiff> consumer) throws IOException {
    forEachPart(part -> part.forEach(consumer));
  }

  /** Hands over all that differs, in the order of pages, up to {@link #MAX_LIMIT} at a time. */
  public void forEachPart(Part consumer) throws IOException {
    List<EntityKey> chunk = new ArrayList<>();
    for (EntityKey key : changed) {
      chunk.add(key);
      if (chunk.size() == chunkSize) {
        handOver(compare(chunk), consumer);
        chunk.clear();
      }
    }
    handOver(compare(chunk), consumer);
  }

  private static void handOver(List<EntityDiff> diffs, Part consumer) throws IOException {
    for (int start = 0; start < diffs.size(); start += MAX_LIMIT) {
      consumer.take(diffs.subList(start, Math.min(start + MAX_LIMIT, diffs.size())));
    }
  }

  /**
   * Returns assets, deleted ones included, for their names: as they are at the second point, or
   * else the first. Where no state of a point is at hand, as they are at the head of its branch.
   */
  public Map<AssetId, Asset> named(Collection<AssetId> ids) throws IOException {
    Map<AssetId, Asset> found = new HashMap<>(to.nearest().assets(ids));
    List<AssetId> left = ids.stream().filter(id -> !found.containsKey(id)).toList();
    if (!left.isEmpty()) {
      found.putAll(from.nearest().assets(left));
    }
    return found;
  }

  /** Returns how many entities differ. Compares all that has changed. */
  public DiffSummary summary() throws IOException {
    DiffCounter counter = new DiffCounter();
    forEach(counter::count);
    return counter.summary();
  }

  private List<EntityDiff> compare(List<EntityKey> keys) throws IOException {
    if (keys.isEmpty()) {
      return List.of();
    }
    Map<EntityKey, Entity> old = before.live(keys);
    Map<EntityKey, Entity> now = after.live(keys);
    return keys.stream()
        .flatMap(key -> EntityDiff.of(key, old.get(key), now.get(key)).stream())
        .toList();
  }

  @Override
  public void close() {
    try {
      from.nearest().close();
    } finally {
      to.nearest().close();
    }
  }
}
