package dev.tarn.iceberg.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.Page;
import dev.tarn.core.state.RelationshipQuery;
import dev.tarn.iceberg.log.BranchTables;
import dev.tarn.iceberg.nessie.NessieReferences;
import dev.tarn.iceberg.state.Materialiser;
import dev.tarn.iceberg.testing.NessieServer;
import dev.tarn.iceberg.testing.SmallLog;
import dev.tarn.testkit.InMemoryState;
import dev.tarn.testkit.RandomLog;
import dev.tarn.testkit.Seeds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The past is what the log adds up to, wherever the state tables were then and are now. */
@ExtendWith(Seeds.class)
final class TableHistoryTest {
  private static final CommitId NOTHING = new CommitId(0, "00000000");

  @TempDir static Path nessieFolder;
  private static NessieServer nessie;

  @TempDir Path folder;
  private NessieReferences references;
  private BranchTables branch;
  private TableHistory history;

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
    Scope scope = nessie.newBranch(folder);
    branch = nessie.open(references, folder, scope);
    history = new TableHistory(branch);
  }

  @AfterEach
  void close() {
    references.close();
  }

  @Test
  void showsEveryCommitWhereverTheTablesWere(RandomLog log) throws IOException {
    List<Group> groups = new ArrayList<>();
    try (Materialiser materialiser = Materialiser.open(branch, folder.resolve("positions.mv"))) {
      for (int round = 0; round < 3; round++) {
        groups.addAll(SmallLog.append(branch, log.groups(3, 40)));
        materialiser.apply(groups.subList(0, groups.size() - 1));
      }
    }
    InMemoryState model = new InMemoryState(NOTHING);
    for (Group group : groups) {
      group.entries().forEach(entry -> model.apply(entry, group.commit()));
      assertShows(group.commit(), model);
    }
  }

  private void assertShows(CommitId at, InMemoryState model) throws IOException {
    assertThat(assets(at, null, 20)).isEqualTo(modelAssets(model, null));
    assertThat(assets(at, "column", 1_000)).isEqualTo(modelAssets(model, "column"));
    RelationshipQuery edges = new RelationshipQuery(null, null, null, null, null, 1_000);
    assertThat(history.list(edges, at)).isEqualTo(model.list(edges));
    for (Asset asset : modelAssets(model, null)) {
      if (asset.seq() % 7 == 0) {
        AssetQuery like = like(asset);
        assertThat(history.list(like, at)).isEqualTo(model.list(like));
        assertThat(history.asset(asset.id(), at)).hasValue(asset);
        assertThat(history.assetNamed(asset.type(), asset.qualifiedName(), at)).hasValue(asset);
      }
    }
    for (Asset gone : model.deletedAssets(1, at.seq(), 5)) {
      assertThat(history.asset(gone.id(), at)).isEmpty();
    }
    for (Relationship edge : model.list(edges).items().stream().limit(5).toList()) {
      RelationshipQuery either =
          new RelationshipQuery(edge.type(), null, null, edge.targetId(), null, 1_000);
      assertThat(history.list(either, at)).isEqualTo(model.list(either));
    }
  }

  private static AssetQuery like(Asset asset) {
    return new AssetQuery(
        asset.type(),
        asset.parentId(),
        asset.platform(),
        asset.workspaceId(),
        asset.domainId(),
        asset.owners().isEmpty() ? null : asset.owners().getFirst().id(),
        asset.tags().isEmpty() ? null : asset.tags().getFirst(),
        asset.classifications().isEmpty() ? null : asset.classifications().getFirst(),
        asset.terms().isEmpty() ? null : asset.terms().getFirst(),
        asset.status().code(),
        asset.qualifiedName().substring(0, asset.qualifiedName().offsetByCodePoints(0, 1)),
        null,
        1_000);
  }

  private List<Asset> assets(CommitId at, String type, int limit) throws IOException {
    List<Asset> all = new ArrayList<>();
    String cursor = null;
    do {
      Page<Asset> page = history.list(AssetQuery.ofType(type, cursor, limit), at);
      assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
      all.addAll(page.items());
      cursor = page.next();
    } while (cursor != null);
    return all;
  }

  private static List<Asset> modelAssets(InMemoryState model, String type) {
    return model.list(AssetQuery.ofType(type, null, 1_000)).items();
  }

  @Test
  void tellsTheStoryOfAnEntity(RandomLog log) throws IOException {
    List<Group> groups = SmallLog.append(branch, log.groups(8, 30));
    List<LogEntry> newestFirst =
        groups.stream().flatMap(group -> group.entries().stream()).toList().reversed();
    CommitId head = groups.getLast().commit();
    for (LogEntry last : newestFirst.stream().limit(15).toList()) {
      List<LogEntry> story =
          newestFirst.stream()
              .filter(entry -> entry.kind() == last.kind() && entry.key().equals(last.key()))
              .toList();
      assertThat(history.history(last.kind(), last.key(), head, null, 1_000)).isEqualTo(story);
      assertThat(history.history(last.kind(), last.key(), head, null, 1))
          .isEqualTo(story.subList(0, 1));
      assertThat(history.history(last.kind(), last.key(), head, last.seq(), 1_000))
          .isEqualTo(story.stream().filter(entry -> entry.seq() < last.seq()).toList());
    }
  }

  @Test
  void refusesAForeignCursor() {
    CommitId head = branch.head().commit();
    assertThatThrownBy(() -> history.list(AssetQuery.ofType(null, "%%", 10), head))
        .isInstanceOfSatisfying(
            CatalogException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST));
  }
}
