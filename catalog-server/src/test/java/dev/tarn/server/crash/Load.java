package dev.tarn.server.crash;

import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.change.AssetLocator;
import dev.tarn.core.change.Atomicity;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.ChangeContext;
import dev.tarn.core.change.ChangeResult;
import dev.tarn.core.change.Submission;
import dev.tarn.core.change.SubmissionResult;
import dev.tarn.core.change.UpsertMode;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.table.Freshness;
import dev.tarn.core.table.Pointer;
import dev.tarn.core.table.PointerChange;
import dev.tarn.core.table.TableName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/** Writers that change a small set of assets over and over, and tell what was acknowledged. */
final class Load {
  /** Changes of one request, which are committed together. */
  static final int CHANGES_PER_REQUEST = 3;

  private static final int TABLES = 40;

  /** Tables that are committed as engines do: the entry's description is where the metadata is. */
  static final int LAKE_TABLES = 6;

  private final Catalog catalog;
  private final Scope scope;
  private final Consumer<Ack> acks;

  Load(Catalog catalog, Scope scope, Consumer<Ack> acks) {
    this.catalog = catalog;
    this.scope = scope;
    this.acks = acks;
  }

  /** Writes until interrupted or until so many requests are answered. */
  void write(Random random, int requests) throws IOException, InterruptedException {
    for (int i = 0; i < requests && !Thread.currentThread().isInterrupted(); i++) {
      String requestId = UUID.randomUUID().toString();
      submit(random.nextInt(3) == 0 ? tableCommit(random, requestId) : changes(random, requestId));
    }
  }

  private static Submission changes(Random random, String requestId) {
    List<Change> changes = new ArrayList<>();
    for (int c = 0; c < CHANGES_PER_REQUEST; c++) {
      changes.add(change(random, requestId));
    }
    return new Submission(context(requestId), changes, Atomicity.EACH, null, 1_000);
  }

  private Submission tableCommit(Random random, String requestId) throws IOException {
    TableName name = lakeTable(random.nextInt(LAKE_TABLES));
    String location = "file:///lake/" + name + "/" + requestId + ".json";
    Pointer current =
        catalog
            .tables()
            .snapshot(Actor.LOCAL_ADMINISTRATOR, scope, Freshness.KNOWN)
            .find(name)
            .orElse(null);
    return new Submission(
        context(requestId),
        List.of(
            new Change.UpsertAsset(
                "table",
                name.toString(),
                Map.of("name", name.toString(), "description", location),
                UpsertMode.MERGE,
                null)),
        List.of(
            new PointerChange(
                name, current, new Pointer.Table(location, random.nextLong(), 0, 0, 0))),
        Atomicity.ALL,
        null,
        1_000);
  }

  static TableName lakeTable(int number) {
    return TableName.of("lake_t" + number);
  }

  private static ChangeContext context(String requestId) {
    return new ChangeContext(Actor.LOCAL_ADMINISTRATOR, requestId, "crash-test", null);
  }

  private void submit(Submission submission) throws IOException, InterruptedException {
    String requestId = submission.context().requestId();
    try {
      SubmissionResult result = catalog.submit(scope, submission).get();
      for (int ordinal = 0; ordinal < result.results().size(); ordinal++) {
        if (result.results().get(ordinal)
            instanceof
            ChangeResult.Applied(var operation, var kind, var key, var version, var seq)) {
          acks.accept(new Ack(requestId, ordinal, key, version, seq));
        }
      }
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof CatalogException refused) || !isExpected(refused.code())) {
        throw new IllegalStateException("not an answer of the contract", e);
      }
    }
  }

  /** While a store is down a writer may be told so; it has no acknowledgement then. */
  private static boolean isExpected(ErrorCode code) {
    return code == ErrorCode.COMMIT_OUTCOME_UNKNOWN
        || code == ErrorCode.STORAGE_UNAVAILABLE
        || code == ErrorCode.SHUTTING_DOWN;
  }

  private static Change change(Random random, String requestId) {
    String name = "shop.orders.t" + random.nextInt(TABLES);
    AssetLocator table = new AssetLocator.ByName("table", name);
    return switch (random.nextInt(12)) {
      case 0 -> new Change.DeleteAsset(table, null);
      case 1 ->
          new Change.PutRelationship(
              "lineage",
              new AssetLocator.ByName("table", "shop.orders.t" + random.nextInt(TABLES)),
              table,
              Map.of("query", requestId),
              null);
      case 2 ->
          new Change.PatchAsset(table, Map.of("description", requestId), UpsertMode.MERGE, null);
      default ->
          new Change.UpsertAsset(
              "table",
              name,
              Map.of("name", name, "description", requestId + random.nextInt()),
              UpsertMode.MERGE,
              null);
    };
  }
}
