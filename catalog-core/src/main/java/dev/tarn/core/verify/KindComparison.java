package dev.tarn.core.verify;

import dev.tarn.core.asset.Entity;
import dev.tarn.core.asset.IdMap;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.core.verify.Difference.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Compares all assets, or all relationships. First each entity of the tables is looked up in the
 * index; then what the index counts tells whether it has anything beyond. Only if it has, ids are
 * gone through again to name it, so many at a time as memory allows.
 *
 * @param <T> what is compared
 * @param <I> its id
 */
final class KindComparison<T extends Entity, I> {
  /** How one kind is read. */
  interface Access<T, I> {
    String kind();

    I id(T entity);

    String text(I id);

    String name(T entity);

    boolean isDeleted(T entity);

    /** Returns what the index counts the entity under, as long as it is not deleted. */
    String countedAs(T entity);

    Map<I, T> find(StateSnapshot view, Collection<I> ids) throws IOException;

    /** Returns the live ones that the index has, by what they are counted under. */
    Map<String, Long> counts(StateSnapshot view) throws IOException;

    /** Hands over all ids of the index, tombstones included. */
    void indexIds(StateSnapshot view, Consumer<I> consumer) throws IOException;

    /** Returns the tombstones of the index after an entry of the log, at most {@code limit}. */
    List<T> deleted(StateSnapshot view, long fromSeq, long toSeq, int limit) throws IOException;

    long seq(T entity);

    void tables(Consumer<T> consumer) throws IOException;

    /** Hands over all ids of the tables, from one thread. */
    void tableIds(Consumer<I> consumer) throws IOException;
  }

  private static final int BATCH = 500;
  private static final int PAGE = 1_000;

  /** What is only in the index is looked up once more, for its name; so much of it in a pass. */
  private static final int MAX_NAMED = 1_000;

  private static final long IN_TABLES = 0;
  private static final long IN_INDEX = 1;

  private final Access<T, I> access;
  private final Views views;
  private final Differences differences;
  private final int maxIdsPerPass;
  private final LongConsumer progress;
  private final LongAdder compared = new LongAdder();
  private final LongAdder deleted = new LongAdder();
  private final LongAdder missing = new LongAdder();
  private final Map<String, LongAdder> live = new ConcurrentHashMap<>();
  private final Queue<List<T>> batches = new ConcurrentLinkedQueue<>();
  private final ThreadLocal<List<T>> batch = ThreadLocal.withInitial(this::newBatch);

  /**
   * @param progress is told how many were compared since the last time; what it throws ends the
   *     comparison
   */
  KindComparison(
      Access<T, I> access,
      Views views,
      Differences differences,
      int maxIdsPerPass,
      LongConsumer progress) {
    this.access = access;
    this.views = views;
    this.differences = differences;
    this.maxIdsPerPass = maxIdsPerPass;
    this.progress = progress;
  }

  private List<T> newBatch() {
    List<T> added = new ArrayList<>(BATCH);
    batches.add(added);
    return added;
  }

  /** Returns how many of the tables were looked up so far. */
  long compared() {
    return compared.sum();
  }

  void run(long toSeq) throws IOException {
    access.tables(
        entity -> {
          List<T> own = batch.get();
          own.add(entity);
          if (own.size() == BATCH) {
            compare(own);
          }
        });
    batches.forEach(this::compare);
    Map<String, Long> counts = new TreeMap<>(views.ask(access::counts));
    counts.values().removeIf(count -> count == 0);
    long deletedInIndex = countDeleted(toSeq);
    if (missing.sum() > 0 || !counts.equals(live()) || deletedInIndex != deleted.sum()) {
      long inIndex = counts.values().stream().mapToLong(Long::longValue).sum() + deletedInIndex;
      nameTheRest(Math.max(compared.sum(), inIndex));
    }
  }

  private void compare(List<T> entities) {
    List<I> ids = entities.stream().map(access::id).toList();
    Map<I, T> found = views.ask(view -> access.find(view, ids));
    for (T expected : entities) {
      if (access.isDeleted(expected)) {
        deleted.increment();
      } else {
        live.computeIfAbsent(access.countedAs(expected), any -> new LongAdder()).increment();
      }
      T actual = found.get(access.id(expected));
      if (actual == null) {
        missing.increment();
        report(expected, Problem.MISSING_IN_INDEX, List.of());
      } else if (!actual.equals(expected)) {
        report(expected, Problem.DIFFERENT, RecordFields.differing(expected, actual));
      }
    }
    compared.add(entities.size());
    progress.accept(entities.size());
    entities.clear();
  }

  private void report(T entity, Problem problem, List<String> fields) {
    differences.add(access.kind(), entity.key(), access.name(entity), problem, fields);
  }

  private Map<String, Long> live() {
    Map<String, Long> counts = new TreeMap<>();
    live.forEach((name, count) -> counts.put(name, count.sum()));
    return counts;
  }

  private long countDeleted(long toSeq) {
    long count = 0;
    long next = 1;
    while (true) {
      long from = next;
      List<T> page = views.ask(view -> access.deleted(view, from, toSeq, PAGE));
      count += page.size();
      if (page.size() < PAGE) {
        return count;
      }
      next = access.seq(page.getLast()) + 1;
      progress.accept(0);
    }
  }

  /**
   * @param ids about how many there are
   */
  private void nameTheRest(long ids) throws IOException {
    long before = differences.count();
    long passes = Math.max(1, Math.ceilDiv(ids, maxIdsPerPass));
    for (long pass = 0; pass < passes; pass++) {
      nameTheRest(pass, passes);
      progress.accept(0);
    }
    if (differences.count() == before && missing.sum() == 0) {
      differences.add(access.kind(), "", "", Problem.WRONG_COUNT, List.of());
    }
  }

  /** Finds what is only in the index, or twice somewhere, among a share of the ids. */
  private void nameTheRest(long pass, long passes) throws IOException {
    IdMap ids = new IdMap();
    access.tableIds(
        each -> {
          String id = access.text(each);
          if (isOf(pass, passes, id) && ids.put(id, IN_TABLES) != IdMap.ABSENT) {
            differences.add(access.kind(), id, "", Problem.TWICE_IN_TABLES, List.of());
          }
        });
    List<I> onlyInIndex = new ArrayList<>();
    views.ask(
        view -> {
          access.indexIds(
              view,
              each -> {
                String id = access.text(each);
                if (isOf(pass, passes, id)) {
                  long before = ids.put(id, IN_INDEX);
                  if (before == IdMap.ABSENT && onlyInIndex.size() < MAX_NAMED) {
                    onlyInIndex.add(each);
                  } else if (before == IdMap.ABSENT) {
                    differences.add(access.kind(), id, "", Problem.ONLY_IN_INDEX, List.of());
                  } else if (before == IN_INDEX) {
                    differences.add(access.kind(), id, "", Problem.TWICE_IN_INDEX, List.of());
                  }
                }
              });
          return true;
        });
    for (I each : onlyInIndex) {
      differences.add(
          access.kind(), access.text(each), name(each), Problem.ONLY_IN_INDEX, List.of());
    }
  }

  private String name(I id) {
    T known = views.<Map<I, T>>ask(view -> access.find(view, List.of(id))).get(id);
    return known == null ? "" : access.name(known);
  }

  private static boolean isOf(long pass, long passes, String id) {
    return Math.floorMod(id.hashCode(), passes) == pass;
  }
}
