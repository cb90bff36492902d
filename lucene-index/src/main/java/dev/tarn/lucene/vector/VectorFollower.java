package dev.tarn.lucene.vector;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.log.BackgroundFollower;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.search.EmbeddingModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * Gives every text a vector, once. Follows the log where it was left; a start from nothing, and now
 * and then the search for texts that no asset has any more, compares the texts of the state with
 * those that have vectors.
 *
 * <p>Embeds on the thread that calls, and rests in between: never more than the configured part of
 * one processor.
 */
final class VectorFollower implements BackgroundFollower {
  static final String NAME = "vectors";

  /** Farther behind than this, comparing texts is faster than reading the log. */
  private static final long MAX_FOLLOWED_ENTRIES = 1_000_000;

  /** Texts that are embedded between two looks at whether the branch closes. */
  private static final int BATCH_TEXTS = 16;

  /** While many texts are missing, they are shown in parts that make segments of some size. */
  private static final int SHOWN_TEXTS = 10_000;

  /** Looking at all of so many takes a search less than a millisecond: they need no graph. */
  private static final int FEW_TEXTS = 10_000;

  /** What part of the texts may be outside of the largest graph, at rest and while many come. */
  private static final double PART_OUTSIDE = 0.05;

  private static final double PART_OUTSIDE_FILLING = 0.25;

  private final VectorIndex index;
  private final EmbeddingModel model;
  private final StateView.Source states;
  private final VectorSettings settings;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition woken = lock.newCondition();
  private volatile boolean ending;
  private volatile boolean complete;
  private volatile CommitId applied;
  private @Nullable TextComparison comparison;
  private @Nullable CommitId comparedFrom;
  private long changedTexts;
  private long tendedNanos = System.nanoTime();

  /**
   * @param head how far the state index is
   */
  VectorFollower(
      VectorIndex index,
      EmbeddingModel model,
      StateView.Source states,
      VectorSettings settings,
      CommitId head) {
    this.index = index;
    this.model = model;
    this.states = states;
    this.settings = settings;
    CommitId left = index.durable();
    // What is ahead of the state followed another log.
    this.complete =
        left.seq() > 0
            && left.seq() <= head.seq()
            && head.seq() - left.seq() <= MAX_FOLLOWED_ENTRIES;
    this.applied = complete ? left : CommitId.NOTHING;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public CommitId applied() {
    return applied;
  }

  @Override
  public CommitId durable() {
    CommitId durable = index.durable();
    return durable.seq() <= applied.seq() ? durable : CommitId.NOTHING;
  }

  /** Returns whether all texts up to {@link #applied()} have vectors that readers see. */
  boolean isComplete() {
    return complete;
  }

  @Override
  public boolean tend() throws IOException {
    if (comparison == null && (!complete || changedTexts >= settings.unusedTexts())) {
      comparison = new TextComparison();
      comparedFrom = null;
    }
    if (comparison != null) {
      compare(comparison);
    }
    if (System.nanoTime() - tendedNanos >= settings.commitInterval().toNanos()) {
      if (comparison == null) {
        // Merges that are over are seen, and what they were made of can go.
        index.refresh();
        index.consolidate(FEW_TEXTS, PART_OUTSIDE);
      }
      if (index.hasUncommitted() || !durable().equals(applied)) {
        commit();
      }
      tendedNanos = System.nanoTime();
    }
    return complete;
  }

  private void compare(TextComparison texts) throws IOException {
    TextComparison.Part part;
    CommitId seen;
    try (StateView view = states.acquire()) {
      seen = view.commit();
      if (seen.seq() < applied.seq()) {
        // A text that came after the view would look as if no asset had it.
        return;
      }
      IndexSearcher searcher = index.acquire();
      try {
        part = texts.next(view, searcher.getIndexReader());
      } finally {
        index.release(searcher);
      }
    }
    CommitId from = comparedFrom == null ? seen : comparedFrom;
    comparedFrom = from;
    index.remove(part.unused());
    embed(part.missing());
    if (part.last() || index.unseen() >= SHOWN_TEXTS) {
      index.refresh();
      index.consolidate(FEW_TEXTS, part.last() ? PART_OUTSIDE : PART_OUTSIDE_FILLING);
    }
    if (part.last()) {
      comparison = null;
      changedTexts = 0;
      if (!complete) {
        // Texts that came while others were compared are in the log from here on.
        applied = from;
        complete = true;
      }
      commit();
    }
  }

  @Override
  public void apply(List<Group> groups) throws IOException {
    Map<AssetId, Asset> changed = new LinkedHashMap<>();
    CommitId reached = applied;
    for (Group group : groups) {
      if (group.commit().seq() <= reached.seq()) {
        continue;
      }
      if (group.firstSeq() > reached.seq() + 1) {
        throw new IllegalArgumentException(
            "entries " + (reached.seq() + 1) + " to " + (group.firstSeq() - 1) + " are missing");
      }
      for (LogEntry entry : group.entries()) {
        if (entry.seq() > reached.seq() && entry.after() instanceof Asset after) {
          changed.put(after.id(), after);
          if (entry.before() instanceof Asset before && losesText(before, after)) {
            changedTexts++;
          }
        }
      }
      reached = group.commit();
    }
    embed(missing(changed));
    index.refresh();
    applied = reached;
  }

  private static boolean losesText(Asset before, Asset after) {
    return !before.isDeleted()
        && (after.isDeleted() || !AssetText.of(before).equals(AssetText.of(after)));
  }

  private Map<BytesRef, String> missing(Map<AssetId, Asset> assets) throws IOException {
    Map<BytesRef, String> missing = new LinkedHashMap<>();
    for (Asset asset : assets.values()) {
      if (!asset.isDeleted()) {
        String text = AssetText.of(asset);
        BytesRef hash = AssetText.hash(text);
        if (!missing.containsKey(hash) && !index.contains(hash)) {
          missing.put(hash, text);
        }
      }
    }
    return missing;
  }

  private void embed(Map<BytesRef, String> texts) throws IOException {
    List<Map.Entry<BytesRef, String>> all = new ArrayList<>(texts.entrySet());
    for (int from = 0; from < all.size(); from += BATCH_TEXTS) {
      if (ending) {
        throw new IOException("the branch closes");
      }
      List<Map.Entry<BytesRef, String>> batch =
          all.subList(from, Math.min(all.size(), from + BATCH_TEXTS));
      long startNanos = System.nanoTime();
      List<float[]> vectors = model.embed(batch.stream().map(Map.Entry::getValue).toList());
      for (int i = 0; i < batch.size(); i++) {
        BytesRef hash = batch.get(i).getKey();
        if (!index.contains(hash)) {
          index.add(hash, vectors.get(i));
        }
      }
      rest(System.nanoTime() - startNanos);
    }
  }

  /** Waits so long that the work before was the configured part of the time. */
  private void rest(long workedNanos) throws IOException {
    long nanos = (long) (workedNanos * (1 / settings.load() - 1));
    lock.lock();
    try {
      while (nanos > 0 && !ending) {
        nanos = woken.awaitNanos(nanos);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      lock.unlock();
    }
  }

  private void commit() throws IOException {
    index.commit(applied);
  }

  @Override
  public void endEarly() {
    lock.lock();
    try {
      ending = true;
      woken.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    try (index) {
      commit();
    }
  }
}
