package dev.tarn.core.verify;

import dev.tarn.core.asset.Entity;
import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.state.BuildProgress;
import dev.tarn.core.state.RecordedOutcome;
import dev.tarn.core.state.StateReader;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.core.state.StateSource;
import dev.tarn.core.verify.Difference.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/**
 * Compares an index with the tables, at one commit: every asset, relationship and type, tombstones
 * included, and the answers of keyed requests. Memory does not grow with the size of the catalog.
 */
public final class IndexVerification {
  /**
   * Limits of a comparison.
   *
   * @param maxListed differences that are named; all are counted
   * @param maxIdsPerPass ids that are held at once to find what is only in the index; about 48
   *     bytes each
   */
  public record Limits(int maxListed, int maxIdsPerPass) {
    public static final Limits DEFAULT = new Limits(1_000, 1_000_000);

    public Limits {
      if (maxListed < 1 || maxIdsPerPass < 1) {
        throw new IllegalArgumentException("limits are from 1");
      }
    }
  }

  private static final String KEYED_REQUEST = "keyed-request";

  private final Views views;
  private final int threads;
  private final StateSource tables;
  private final Limits limits;
  private final BuildProgress progress;
  private final Differences differences;
  private final LongAdder assets = new LongAdder();
  private final LongAdder edges = new LongAdder();

  private IndexVerification(
      List<StateSnapshot> snapshots, StateSource tables, Limits limits, BuildProgress progress) {
    this.views = new Views(snapshots);
    this.threads = snapshots.size();
    this.tables = tables;
    this.limits = limits;
    this.progress = progress;
    this.differences = new Differences(limits.maxListed());
  }

  /**
   * Compares.
   *
   * @param views one or more of the same index at the source's commit: as many threads work
   * @param progress how much was compared so far; what it throws ends the comparison
   */
  public static Verification run(
      List<StateSnapshot> views, StateSource tables, Limits limits, BuildProgress progress)
      throws IOException {
    for (StateSnapshot view : views) {
      if (view.commit().seq() != tables.commit().seq()) {
        throw new IllegalArgumentException(
            "the index is at " + view.commit() + " and the tables at " + tables.commit());
      }
    }
    try {
      return new IndexVerification(views, tables, limits, progress).run();
    } catch (UncheckedIOException e) {
      throw new IOException("the index cannot be compared", e);
    }
  }

  private Verification run() throws IOException {
    long types = compareTypes();
    long toSeq = tables.commit().seq();
    new KindComparison<>(
            new Assets(tables, threads),
            views,
            differences,
            limits.maxIdsPerPass(),
            this::tookAssets)
        .run(toSeq);
    new KindComparison<>(
            new Edges(tables, threads), views, differences, limits.maxIdsPerPass(), this::tookEdges)
        .run(toSeq);
    long requests = compareRequests();
    return new Verification(
        tables.commit(),
        assets.sum(),
        edges.sum(),
        types,
        requests,
        differences.count(),
        differences.listed());
  }

  private void tookAssets(long count) {
    assets.add(count);
    progress.reached(assets.sum(), edges.sum());
  }

  private void tookEdges(long count) {
    edges.add(count);
    progress.reached(assets.sum(), edges.sum());
  }

  private long compareTypes() throws IOException {
    return compareTypes(
            EntityKind.ASSET_TYPE, tables.assetTypes(), views.ask(StateReader::assetTypes))
        + compareTypes(
            EntityKind.RELATIONSHIP_TYPE,
            tables.relationshipTypes(),
            views.ask(StateReader::relationshipTypes));
  }

  private long compareTypes(
      EntityKind kind, List<? extends Entity> expected, List<? extends Entity> actual) {
    Map<String, Entity> rest = new HashMap<>();
    for (Entity type : actual) {
      if (rest.put(type.key(), type) != null) {
        report(kind, type, Problem.TWICE_IN_INDEX, List.of());
      }
    }
    for (Entity type : expected) {
      Entity indexed = rest.remove(type.key());
      if (indexed == null) {
        report(kind, type, Problem.MISSING_IN_INDEX, List.of());
      } else if (!indexed.equals(type)) {
        report(kind, type, Problem.DIFFERENT, RecordFields.differing(type, indexed));
      }
    }
    rest.values().forEach(type -> report(kind, type, Problem.ONLY_IN_INDEX, List.of()));
    return expected.size();
  }

  private void report(EntityKind kind, Entity type, Problem problem, List<String> fields) {
    differences.add(kind.code(), type.key(), type.key(), problem, fields);
  }

  private record RequestKey(String actor, String key) {}

  /** The entries of one request are in one group. */
  private long compareRequests() throws IOException {
    Map<RequestKey, Set<RecordedOutcome>> requests = new HashMap<>();
    String[] groupId = {""};
    long[] count = new long[1];
    tables.keyedEntries(
        entry -> {
          if (!entry.groupId().equals(groupId[0])) {
            count[0] += requests.size();
            requests.forEach(this::compareRequest);
            requests.clear();
            groupId[0] = entry.groupId();
          }
          requests
              .computeIfAbsent(
                  new RequestKey(entry.actor(), Objects.requireNonNull(entry.idempotencyKey())),
                  request -> new HashSet<>())
              .add(RecordedOutcome.of(entry));
        });
    requests.forEach(this::compareRequest);
    return count[0] + requests.size();
  }

  private void compareRequest(RequestKey request, Set<RecordedOutcome> expected) {
    List<RecordedOutcome> actual = views.ask(view -> view.outcomes(request.actor(), request.key()));
    if (!Set.copyOf(actual).containsAll(expected)) {
      differences.add(
          KEYED_REQUEST,
          request.actor() + ' ' + request.key(),
          request.key(),
          actual.isEmpty() ? Problem.MISSING_IN_INDEX : Problem.DIFFERENT,
          List.of());
    }
    progress.reached(assets.sum(), edges.sum());
  }
}
