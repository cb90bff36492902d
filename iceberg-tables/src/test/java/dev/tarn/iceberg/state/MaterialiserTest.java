package dev.tarn.iceberg.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.Entity;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.Scope;
import dev.tarn.iceberg.log.BranchHead;
import dev.tarn.iceberg.log.BranchTables;
import dev.tarn.iceberg.nessie.NessieReferences;
import dev.tarn.iceberg.testing.NessieServer;
import dev.tarn.iceberg.testing.TableScan;
import dev.tarn.testkit.RandomLog;
import dev.tarn.testkit.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * State tables are compared, by a plain Iceberg scan, with a model: every entity once, newest
 * state.
 */
@ExtendWith(Seeds.class)
final class MaterialiserTest {
  @TempDir static Path nessieFolder;
  private static NessieServer nessie;

  @TempDir Path folder;
  private NessieReferences references;
  private Scope scope;
  private BranchTables branch;

  @BeforeAll
  static void startNessie() throws IOException {
    nessie = new NessieServer(nessieFolder);
  }

  @AfterAll
  static void stopNessie() throws IOException {
    nessie.close();
  }

  @BeforeEach
  void open() throws IOException {
    references = nessie.connect();
    scope = nessie.newBranch(folder);
    branch = nessie.open(references, folder, scope);
  }

  @AfterEach
  void close() {
    references.close();
  }

  private Path positions() {
    return folder.resolve("positions.mv");
  }

  @Test
  void followsAnyLog(RandomLog log, Random random) throws IOException {
    List<Group> all = new ArrayList<>();
    try (Materialiser materialiser = Materialiser.open(branch, positions())) {
      assertThat(materialiser.applied().seq()).isZero();
      for (int i = 0; i < 12; i++) {
        List<Group> groups = log.groups(1 + random.nextInt(4), 60);
        all.addAll(groups);
        materialiser.apply(groups);

        assertThat(materialiser.applied()).isEqualTo(groups.getLast().commit());
        assertThat(materialiser.durable()).isEqualTo(materialiser.applied());
        assertTablesHold(all);
      }
      materialiser.apply(all);
      assertTablesHold(all);
    }
  }

  @Test
  void goesOnAfterTheIndexIsLostOrOld(RandomLog log) throws IOException {
    List<Group> all = new ArrayList<>();
    Path old = folder.resolve("old.mv");
    for (int round = 0; round < 6; round++) {
      try (Materialiser materialiser = Materialiser.open(branch, positions())) {
        List<Group> groups = log.groups(3, 60);
        all.addAll(groups);
        materialiser.apply(groups.subList(0, 1));
        materialiser.apply(groups);
      }
      assertTablesHold(all);
      switch (round) {
        case 0 -> Files.copy(positions(), old);
        case 1 -> Files.delete(positions());
        case 2 -> Files.write(positions(), new byte[] {1, 2, 3});
        case 3 -> {
          Files.delete(positions());
          Files.copy(old, positions());
        }
        default -> {}
      }
    }
  }

  @Test
  void twoProcessesApplyEachChangeOnce(RandomLog log) throws Exception {
    List<Group> all = log.groups(40, 30);
    try (NessieReferences otherReferences = nessie.connect();
        Materialiser one = Materialiser.open(branch, positions());
        Materialiser other =
            Materialiser.open(
                nessie.open(otherReferences, folder, scope), folder.resolve("other.mv"));
        ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<?> first = threads.submit(() -> followAll(one, all));
      Future<?> second = threads.submit(() -> followAll(other, all));
      first.get();
      second.get();
      assertThat(one.applied()).isEqualTo(all.getLast().commit());
      assertThat(other.applied()).isEqualTo(all.getLast().commit());
    }
    assertTablesHold(all);
  }

  private static Void followAll(Materialiser materialiser, List<Group> groups) throws IOException {
    while (materialiser.applied().seq() < groups.getLast().commit().seq()) {
      long from = materialiser.applied().seq();
      List<Group> next =
          groups.stream().filter(group -> group.commit().seq() > from).limit(2).toList();
      materialiser.apply(next);
    }
    return null;
  }

  private void assertTablesHold(List<Group> groups) throws IOException {
    Map<String, Entity> model = new LinkedHashMap<>();
    groups.forEach(
        group ->
            group.entries().forEach(entry -> model.put(entry.kind() + entry.key(), entry.after())));
    BranchHead head = branch.refresh();
    List<Asset> assets = TableScan.assets(branch, head);
    List<Relationship> edges = TableScan.relationships(branch, head);
    List<Entity> types = TableScan.types(branch, head);
    List<Entity> found = new ArrayList<>(assets);
    found.addAll(edges);
    found.addAll(types);
    assertThat(found).containsExactlyInAnyOrderElementsOf(model.values());
    assertThat(MaterialisedOffset.at(head).commit()).isEqualTo(groups.getLast().commit());
    assertThat(MaterialisedOffset.at(head).groupId()).isEqualTo(groups.getLast().groupId());
  }
}
