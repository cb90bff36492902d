package dev.tarn.connectors.sample;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.catalog.CatalogSettings;
import dev.tarn.core.change.Atomicity;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.ChangeContext;
import dev.tarn.core.change.ChangeResult;
import dev.tarn.core.change.Submission;
import dev.tarn.core.change.SubmissionResult;
import dev.tarn.core.commit.CommitObserver;
import dev.tarn.core.policy.AdministratorPolicy;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.testkit.InMemoryCatalogStore;
import dev.tarn.testkit.InMemoryStateIndex;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** A catalog in memory that changes go into. */
final class LoadedCatalog implements AutoCloseable {
  private static final int BATCH_CHANGES = 2_000;

  private final Catalog catalog =
      new Catalog(
          new InMemoryCatalogStore(),
          InMemoryStateIndex.indexes(),
          new AdministratorPolicy(Actor.LOCAL_ADMINISTRATOR),
          CatalogSettings.defaults(),
          Clock.systemUTC(),
          CommitObserver.NONE);
  private CommitId newest = new CommitId(0, "00000000");

  List<ChangeResult> load(Iterator<Change> changes) throws IOException {
    List<ChangeResult> results = new ArrayList<>();
    while (changes.hasNext()) {
      List<Change> batch = new ArrayList<>();
      while (changes.hasNext() && batch.size() < BATCH_CHANGES) {
        batch.add(changes.next());
      }
      SubmissionResult result =
          catalog
              .submit(
                  Scope.DEFAULT,
                  new Submission(
                      new ChangeContext(Actor.LOCAL_ADMINISTRATOR, "test", "sample", null),
                      batch,
                      Atomicity.EACH,
                      null,
                      0))
              .join();
      newest = result.commit();
      results.addAll(result.results());
    }
    return results;
  }

  StateSnapshot read() throws IOException {
    return catalog.read(Actor.LOCAL_ADMINISTRATOR, Scope.DEFAULT, newest);
  }

  List<Asset> assets(String type) throws IOException {
    List<Asset> all = new ArrayList<>();
    try (StateSnapshot snapshot = read()) {
      String cursor = null;
      do {
        var page = snapshot.list(AssetQuery.ofType(type, cursor, AssetQuery.MAX_LIMIT));
        all.addAll(page.items());
        cursor = page.next();
      } while (cursor != null);
    }
    return all;
  }

  @Override
  public void close() throws IOException {
    catalog.close();
  }
}
