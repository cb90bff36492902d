package dev.tarn.server.crash;

import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.catalog.CatalogSettings;
import dev.tarn.core.commit.CommitObserver;
import dev.tarn.core.commit.CommitterSettings;
import dev.tarn.core.log.FollowerRunner;
import dev.tarn.core.policy.AdministratorPolicy;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.iceberg.garbage.UserFiles;
import dev.tarn.iceberg.store.IcebergSettings;
import dev.tarn.iceberg.store.NessieCatalogStore;
import dev.tarn.lucene.LuceneIndexSettings;
import dev.tarn.lucene.LuceneStateIndexes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A JVM of a crash test: checks what it finds, says {@code checked}, then writes until it is
 * killed.
 *
 * <p>Arguments: data folder, file of acknowledgements so far, {@link CrashPoint}, how often the
 * point is passed before it kills, seed.
 */
final class CrashChild {
  /** The exit status of {@code kill -9}. */
  static final int KILLED = 137;

  static final String CHECKED = "checked";
  private static final int WRITERS = 4;

  private CrashChild() {}

  public static void main(String[] args) throws Exception {
    Path data = Path.of(args[0]);
    List<Ack> acks = acks(Path.of(args[1]));
    CrashPoint point = CrashPoint.valueOf(args[2]);
    Killer killer = new Killer(point, Integer.parseInt(args[3]));
    long seed = Long.parseLong(args[4]);
    try (Catalog catalog = open(data, killer)) {
      if (!catalog.tenants(Actor.LOCAL_ADMINISTRATOR).contains(TenantId.DEFAULT)) {
        catalog.createTenant(Actor.LOCAL_ADMINISTRATOR, TenantId.DEFAULT);
      }
      long changes = new Audit(catalog, Scope.DEFAULT).check(acks);
      say(CHECKED + " " + changes + " changes, " + acks.size() + " acknowledged");
      if (point != CrashPoint.NEVER) {
        killer.arm();
        load(catalog, seed);
      }
    }
  }

  /** Opens the stores that the server opens, with followers in a hurry. */
  static Catalog open(Path data, Killer killer) throws IOException {
    CrashingStores stores = new CrashingStores(killer);
    CatalogSettings defaults = CatalogSettings.defaults();
    CatalogSettings settings =
        new CatalogSettings(
            CommitterSettings.defaults(),
            defaults.tailEntries(),
            defaults.readTimeout(),
            defaults.refreshInterval(),
            Duration.ofMillis(500),
            defaults.indexPace(),
            new FollowerRunner.Pace(Duration.ofMillis(300), 1_000, 20_000),
            defaults.usage(),
            defaults.maxOpenBranches());
    return new Catalog(
        stores.wrap(
            NessieCatalogStore.open(IcebergSettings.in(data), killer, UserFiles.inWarehouse())),
        stores.wrap(new LuceneStateIndexes(data.resolve("index"), LuceneIndexSettings.defaults())),
        new AdministratorPolicy(Actor.LOCAL_ADMINISTRATOR),
        settings,
        Clock.systemUTC(),
        CommitObserver.NONE);
  }

  private static void load(Catalog catalog, long seed) throws Exception {
    Load load = new Load(catalog, Scope.DEFAULT, ack -> say(ack.toString()));
    List<Future<?>> writers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(WRITERS)) {
      for (int i = 0; i < WRITERS; i++) {
        Random random = new Random(seed + i);
        writers.add(
            threads.submit(
                () -> {
                  load.write(random, Integer.MAX_VALUE);
                  return null;
                }));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    }
  }

  private static List<Ack> acks(Path file) throws IOException {
    List<Ack> acks = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      Ack.parse(line).ifPresent(acks::add);
    }
    return acks;
  }

  private static synchronized void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
