package dev.tarn.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetStatus;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.change.Operation;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.log.BackgroundFollower;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.search.SearchMode;
import dev.tarn.core.state.BuildProgress;
import dev.tarn.core.state.StateIndex;
import dev.tarn.testkit.InMemorySource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of the vectors when an index is rebuilt, forked, or older than they are. */
final class MeaningIndexTest extends MeaningFixture {
  @Test
  void aRebuildOfTheIndexEmbedsNothing() throws Exception {
    createSome();
    int embedded = model.embedded().size();
    StateIndex built = indexes.build(Scope.DEFAULT, InMemorySource.of(log), BuildProgress.IGNORED);
    indexes.adopt(Scope.DEFAULT, built);
    StateIndex old = index;
    index = built;
    open.add(built);
    old.close();
    assertThat(names(search("temperature of turbines", SearchMode.SEMANTIC)))
        .startsWith("sf.iot.sensors");
    end();
    // From nothing, as if the vectors had not been followed for long: texts are compared.
    indexes = withVectors();
    start();
    embed();
    // One more for the query.
    assertThat(model.embedded()).hasSize(embedded + 1);
    create("table", "sf.iot.new", "something else");
    embed();
    assertThat(model.embedded()).hasSize(embedded + 2);
  }

  @Test
  void anotherBranchTakesTheVectorsOver() throws Exception {
    createSome();
    vectors.close();
    open.remove(vectors);
    int embedded = model.embedded().size();
    for (boolean open : new boolean[] {true, false}) {
      if (open) {
        vectors = indexes.followers(Scope.DEFAULT).getFirst();
        this.open.add(vectors);
      } else {
        end();
        indexes = withVectors();
      }
      Scope branch = new Scope(TenantId.DEFAULT, new BranchName(open ? "beside" : "after"));
      try (StateIndex fork = indexes.open(branch)) {
        fork.apply(log.subList(0, 3));
        try (BackgroundFollower follower = indexes.followers(branch).getFirst()) {
          assertLinked(root.resolve("default").resolve(branch.branch().value()).resolve("vectors"));
          // How far the other branch was says nothing about this one.
          assertThat(follower.applied().seq()).isZero();
          assertThat(follower.tend()).isTrue();
          assertThat(follower.applied().seq()).isEqualTo(3);
          assertThat(model.embedded()).hasSize(embedded);
        }
      }
    }
  }

  private static void assertLinked(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      assertThat(files.filter(file -> file.toString().endsWith(".vec")))
          .isNotEmpty()
          .allSatisfy(
              file ->
                  assertThat((Integer) Files.getAttribute(file, "unix:nlink")).isGreaterThan(1));
    }
  }

  @Test
  void metadataOtherThanTextTouchesNoVector() throws IOException {
    createSome();
    int embedded = model.embedded().size();
    Asset deprecated =
        asset(
            "table",
            "sf.iot.sensors",
            "temperature of turbines",
            AssetStatus.DEPRECATED,
            seq() + 1);
    write(Operation.UPDATE, deprecated);
    embed();
    assertThat(model.embedded()).hasSize(embedded);
  }

  @Test
  void withoutAModelThereIsNothingOfIt() throws Exception {
    end();
    Path plain = Files.createDirectory(root.resolve("plain"));
    indexes = new LuceneStateIndexes(plain, LuceneIndexSettings.defaults());
    index = indexes.open(Scope.DEFAULT);
    open.add(index);
    assertThat(indexes.followers(Scope.DEFAULT)).isEmpty();
    log.clear();
    create("table", "pg.shop.orders", "what customers have bought");
    assertThatThrownBy(() -> search("customers", SearchMode.SEMANTIC))
        .isInstanceOfSatisfying(
            CatalogException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.SEARCH_NOT_AVAILABLE))
        .hasMessageContaining("tarn.search.embeddings.model");
    try (var files = Files.walk(plain)) {
      assertThat(files.filter(file -> file.endsWith("vectors"))).isEmpty();
    }
  }

  @Test
  void anIndexFromBeforeVectorsIsBuiltAgain() throws Exception {
    createSome();
    end();
    Path other = Files.createDirectory(root.resolve("other"));
    try (StateIndex plain =
        new LuceneStateIndexes(other, LuceneIndexSettings.defaults()).open(Scope.DEFAULT)) {
      plain.apply(log);
    }
    indexes = new LuceneStateIndexes(other, LuceneIndexSettings.defaults(), model, VECTORS);
    start();
    assertThat(index.applied().seq()).isZero();
    index.apply(log);
    embed();
    assertThat(names(search("temperature of turbines", SearchMode.SEMANTIC)))
        .startsWith("sf.iot.sensors");
  }

  @Test
  void aLargeIndexFromBeforeVectorsServesUntilItIsReplaced() throws Exception {
    createSome();
    end();
    Path other = Files.createDirectory(root.resolve("other"));
    InMemorySource grown = InMemorySource.of(List.of(later(log.getLast())));
    LuceneStateIndexes before = new LuceneStateIndexes(other, LuceneIndexSettings.defaults());
    before.open(Scope.DEFAULT).close();
    try (StateIndex plain = before.build(Scope.DEFAULT, grown, BuildProgress.IGNORED)) {
      before.adopt(Scope.DEFAULT, plain);
      assertThat(plain.isOutdated()).isFalse();
    }
    indexes = new LuceneStateIndexes(other, LuceneIndexSettings.defaults(), model, VECTORS);
    start();
    assertThat(index.applied()).isEqualTo(grown.commit());
    assertThat(index.isOutdated()).isTrue();
    assertThat(names(search("sensors", SearchMode.KEYWORD))).containsExactly("sf.iot.sensors");
    assertThatThrownBy(() -> search("sensors", SearchMode.HYBRID))
        .hasMessageContaining("built anew");
    assertThatThrownBy(() -> vectors.tend()).hasMessageContaining("built anew");
    StateIndex built = indexes.build(Scope.DEFAULT, grown, BuildProgress.IGNORED);
    indexes.adopt(Scope.DEFAULT, built);
    StateIndex old = index;
    index = built;
    open.add(open.indexOf(vectors), built);
    old.close();
    assertThat(index.isOutdated()).isFalse();
    while (!vectors.tend()) {
      assertThat(vectors.applied().seq()).isZero();
    }
    assertThat(names(search("sensors", SearchMode.HYBRID))).containsExactly("sf.iot.sensors");
  }

  /** Returns the same group, after more entries than an index is begun again for. */
  private static Group later(Group group) {
    LogEntry entry = group.entries().getLast();
    LogEntry late =
        new LogEntry(
            1_000_000,
            entry.committedAt(),
            entry.groupId(),
            entry.ordinal(),
            entry.operation(),
            entry.before(),
            entry.after(),
            entry.changedFields(),
            entry.actor(),
            entry.requestId(),
            null,
            null,
            null,
            null);
    return new Group(new CommitId(late.seq(), "00c0ffee"), group.groupId(), List.of(late));
  }
}
