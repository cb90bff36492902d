package dev.tarn.testkit;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.catalog.CatalogSettings;
import dev.tarn.core.catalog.StateIndexes;
import dev.tarn.core.change.AssetLocator;
import dev.tarn.core.change.Atomicity;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.ChangeContext;
import dev.tarn.core.change.ChangeResult;
import dev.tarn.core.change.ChangeResult.Applied;
import dev.tarn.core.change.ChangeResult.Rejected;
import dev.tarn.core.change.Idempotency;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.change.Submission;
import dev.tarn.core.change.SubmissionResult;
import dev.tarn.core.change.UpsertMode;
import dev.tarn.core.commit.CommitObserver;
import dev.tarn.core.commit.CommitterSettings;
import dev.tarn.core.log.CatalogStore;
import dev.tarn.core.log.FollowerRunner;
import dev.tarn.core.policy.AdministratorPolicy;
import dev.tarn.core.policy.Policy;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.core.usage.UsageSettings;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A catalog over a store in memory, with calls that wait for their answer. */
final class TestCatalog implements AutoCloseable {
  static final Actor ADMIN = Actor.LOCAL_ADMINISTRATOR;
  static final Duration NEVER = Duration.ofDays(1);

  final Catalog catalog;
  final CatalogStore store;
  final SetClock clock = new SetClock();
  private CommitId last = new CommitId(0, "00000000");

  TestCatalog() {
    this(new InMemoryCatalogStore());
  }

  TestCatalog(CatalogStore store) {
    this(store, committer(Duration.ofSeconds(30)), CommitObserver.NONE);
  }

  TestCatalog(CatalogStore store, CommitterSettings committer, CommitObserver observer) {
    this(store, InMemoryStateIndex.indexes(), committer, observer);
  }

  TestCatalog(CatalogStore store, StateIndexes indexes) {
    this(store, indexes, committer(Duration.ofSeconds(30)), CommitObserver.NONE);
  }

  /** A catalog of several people. */
  TestCatalog(Policy policy) {
    this(
        new InMemoryCatalogStore(),
        InMemoryStateIndex.indexes(),
        committer(Duration.ofSeconds(30)),
        CommitObserver.NONE,
        policy);
  }

  private TestCatalog(
      CatalogStore store,
      StateIndexes indexes,
      CommitterSettings committer,
      CommitObserver observer) {
    this(store, indexes, committer, observer, new AdministratorPolicy(ADMIN));
  }

  private TestCatalog(
      CatalogStore store,
      StateIndexes indexes,
      CommitterSettings committer,
      CommitObserver observer,
      Policy policy) {
    this.store = store;
    this.catalog = new Catalog(store, indexes, policy, settings(committer), clock, observer);
  }

  /** Settings without waits: nothing happens by itself but what a test asks for. */
  static CatalogSettings settings(CommitterSettings committer) {
    FollowerRunner.Pace atOnce = new FollowerRunner.Pace(Duration.ZERO, 1, 10_000);
    return new CatalogSettings(
        committer,
        1_000,
        Duration.ofMinutes(1),
        NEVER,
        NEVER,
        atOnce,
        atOnce,
        UsageSettings.DEFAULT,
        4);
  }

  static CommitterSettings committer(Duration outcomeTimeout) {
    return new CommitterSettings(
        Duration.ZERO, 1_000, 1 << 20, 10_000, 1 << 20, 10_000, outcomeTimeout);
  }

  static ChangeContext context() {
    return new ChangeContext(ADMIN, "request-1", "test", null);
  }

  static Submission submission(Atomicity atomicity, List<Change> changes) {
    return new Submission(context(), changes, atomicity, null, 100);
  }

  static Submission keyed(String key, String fingerprint, List<Change> changes) {
    return new Submission(
        context(), changes, Atomicity.EACH, new Idempotency(key, fingerprint), 100);
  }

  CompletableFuture<SubmissionResult> send(Change... changes) throws IOException {
    return catalog.submit(Scope.DEFAULT, submission(Atomicity.EACH, List.of(changes)));
  }

  List<ChangeResult> submit(Submission submission) throws Exception {
    SubmissionResult result = catalog.submit(Scope.DEFAULT, submission).get();
    last = result.commit();
    return result.results();
  }

  List<ChangeResult> submit(Change... changes) throws Exception {
    return submit(submission(Atomicity.EACH, List.of(changes)));
  }

  Applied applied(Change change) throws Exception {
    return assertInstanceOf(Applied.class, submit(change).getFirst());
  }

  Rejected rejected(Change change) throws Exception {
    return assertInstanceOf(Rejected.class, submit(change).getFirst());
  }

  void unchanged(Change change) throws Exception {
    assertInstanceOf(ChangeResult.Unchanged.class, submit(change).getFirst());
  }

  /** Returns the state that has all that this catalog has committed. */
  StateSnapshot state() throws IOException {
    return catalog.read(ADMIN, Scope.DEFAULT, last);
  }

  /** Returns the asset, or its tombstone. */
  Asset asset(AssetId id) throws IOException {
    try (StateSnapshot state = state()) {
      Asset asset = state.assets(List.of(id)).get(id);
      if (asset == null) {
        throw new AssertionError("no asset " + id);
      }
      return asset;
    }
  }

  Asset asset(String type, String qualifiedName) throws IOException {
    try (StateSnapshot state = state()) {
      return state.assetNamed(type, qualifiedName).orElseThrow();
    }
  }

  boolean exists(String type, String qualifiedName) throws IOException {
    try (StateSnapshot state = state()) {
      return state.assetNamed(type, qualifiedName).isPresent();
    }
  }

  List<LogEntry> log() throws IOException {
    try (var branch = store.open(Scope.DEFAULT)) {
      return StoreContract.entries(branch.log(), 0);
    }
  }

  @Override
  public void close() throws IOException {
    catalog.close();
  }

  static AssetLocator named(String type, String qualifiedName) {
    return new AssetLocator.ByName(type, qualifiedName);
  }

  /** Returns fields from names and values in turn; values may be null. */
  static Map<String, @Nullable Object> fields(@Nullable Object... namesAndValues) {
    Map<String, @Nullable Object> fields = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
    }
    return fields;
  }

  static Change upsert(String type, String qualifiedName, @Nullable Object... fields) {
    return new Change.UpsertAsset(type, qualifiedName, fields(fields), UpsertMode.MERGE, null);
  }

  static Change patch(String type, String qualifiedName, @Nullable Object... fields) {
    return new Change.PatchAsset(
        named(type, qualifiedName), fields(fields), UpsertMode.MERGE, null);
  }

  static Change delete(String type, String qualifiedName) {
    return new Change.DeleteAsset(named(type, qualifiedName), null);
  }

  static Change restore(AssetId id) {
    return new Change.RestoreAsset(new AssetLocator.ById(id), null);
  }

  static Change link(String type, String source, String target) {
    return new Change.PutRelationship(
        type, AssetLocator.parse(source), AssetLocator.parse(target), Map.of(), null);
  }

  /** A clock that a test sets. */
  static final class SetClock extends Clock {
    private volatile Instant now = Instant.parse("2026-01-31T12:00:00.123456Z");

    void set(Instant time) {
      now = time;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
