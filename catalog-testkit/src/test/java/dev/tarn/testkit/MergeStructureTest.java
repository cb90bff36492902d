package dev.tarn.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tarn.core.merge.Conflict;
import dev.tarn.core.merge.ConflictKind;
import dev.tarn.core.merge.ConflictStrategy;
import dev.tarn.core.merge.MergeOutcome;
import dev.tarn.core.merge.MergeOutcome.Status;
import dev.tarn.core.merge.Side;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is put into each other, deleted, moved and named on two branches holds together. */
final class MergeStructureTest extends MergeFixture {
  @Test
  void aDeleteAgainstAnEditIsAConflict() throws Exception {
    begin(
        TestCatalog.upsert("table", "t"),
        TestCatalog.upsert("column", "t.a", "parent", "table:t"),
        TestCatalog.upsert("table", "u"),
        TestCatalog.link("lineage", "table:t", "table:u"));
    var unused = commit(DEV, TestCatalog.delete("table", "t"));
    unused = commit(MAIN, TestCatalog.patch("table", "t", "description", "needed"));

    Conflict conflict = conflicting(merge(DEV, MAIN));
    assertThat(conflict.kind()).isEqualTo(ConflictKind.DELETED);

    // What is kept is kept with all that the deletion took along.
    assertThat(merge(DEV, MAIN, ConflictStrategy.FAIL, Map.of(conflict.id(), Side.OURS)).status())
        .isEqualTo(Status.MERGED);
    assertThat(asset(MAIN, "table", "t").description()).isEqualTo("needed");
    assertThat(find(MAIN, "column", "t.a")).isPresent();
    assertThat(edges(MAIN)).hasSize(1);
  }

  @Test
  void anEditAgainstADeleteBringsBackWhatWentWithIt() throws Exception {
    begin(
        TestCatalog.upsert("schema", "s"),
        TestCatalog.upsert("table", "s.t", "parent", "schema:s"),
        TestCatalog.upsert("column", "s.t.a", "parent", "table:s.t"),
        TestCatalog.upsert("column", "s.t.b", "parent", "table:s.t"));
    var unused = commit(MAIN, TestCatalog.delete("schema", "s"));
    unused = commit(DEV, TestCatalog.patch("column", "s.t.a", "description", "the key"));

    MergeOutcome open = merge(DEV, MAIN);
    assertThat(open.status()).isEqualTo(Status.CONFLICTING);
    assertThat(merge(DEV, MAIN, ConflictStrategy.THEIRS, Map.of()).status())
        .isEqualTo(Status.MERGED);
    assertThat(asset(MAIN, "column", "s.t.a").description()).isEqualTo("the key");
    assertThat(find(MAIN, "schema", "s")).isPresent();
    assertThat(find(MAIN, "column", "s.t.b")).isPresent();
  }

  @Test
  void theSameWithOursLeavesItDeleted() throws Exception {
    begin(
        TestCatalog.upsert("table", "t"), TestCatalog.upsert("column", "t.a", "parent", "table:t"));
    var unused = commit(MAIN, TestCatalog.delete("table", "t"));
    unused =
        commit(
            DEV,
            TestCatalog.patch("column", "t.a", "description", "the key"),
            TestCatalog.upsert("column", "t.b", "parent", "table:t"));
    assertThat(merge(DEV, MAIN, ConflictStrategy.OURS, Map.of()).status()).isEqualTo(Status.MERGED);
    assertThat(find(MAIN, "table", "t")).isEmpty();
    assertThat(find(MAIN, "column", "t.a")).isEmpty();
    assertThat(find(MAIN, "column", "t.b")).isEmpty();
  }

  @Test
  void whatWasPutIntoSomethingThatTheBranchDeletesIsNotLostSilently() throws Exception {
    begin(TestCatalog.upsert("table", "t"));
    var unused = commit(DEV, TestCatalog.delete("table", "t"));
    unused =
        commit(
            MAIN,
            TestCatalog.upsert("column", "t.a", "parent", "table:t"),
            TestCatalog.upsert("column", "t.a.x", "parent", "column:t.a"));
    Conflict conflict = conflicting(merge(DEV, MAIN));
    assertThat(conflict.label()).isEqualTo("table:t");
    assertThat(merge(DEV, MAIN, ConflictStrategy.FAIL, Map.of(conflict.id(), Side.THEIRS)).status())
        .isEqualTo(Status.MERGED);
    assertThat(find(MAIN, "table", "t")).isEmpty();
    assertThat(find(MAIN, "column", "t.a")).isEmpty();
    assertThat(find(MAIN, "column", "t.a.x")).isEmpty();
  }

  @Test
  void relationshipsGoWithTheirEndsOnEitherSide() throws Exception {
    begin(
        TestCatalog.upsert("table", "a"),
        TestCatalog.upsert("table", "b"),
        TestCatalog.upsert("table", "c"));
    var unused =
        commit(
            DEV,
            TestCatalog.delete("table", "a"),
            TestCatalog.link("lineage", "table:b", "table:c"));
    unused =
        commit(
            MAIN,
            TestCatalog.link("lineage", "table:a", "table:b"),
            TestCatalog.delete("table", "c"));
    MergeOutcome outcome = merge(DEV, MAIN);
    merged(outcome);
    assertThat(outcome.dropped()).isEqualTo(1);
    assertThat(edges(MAIN)).isEmpty();
    assertThat(find(MAIN, "table", "a")).isEmpty();
  }

  @Test
  void aNameThatBothHaveGivenIsAConflictThatRenamingResolves() throws Exception {
    begin(TestCatalog.upsert("table", "a"), TestCatalog.upsert("table", "b"));
    var unused = commit(DEV, TestCatalog.patch("table", "a", "qualifiedName", "c"));
    unused = commit(MAIN, TestCatalog.patch("table", "b", "qualifiedName", "c"));
    Conflict conflict = conflicting(merge(DEV, MAIN));
    assertThat(conflict.kind()).isEqualTo(ConflictKind.NAME);
    assertThat(conflict.choices()).containsExactly(Side.OURS);
    assertThatThrownBy(
            () -> merge(DEV, MAIN, ConflictStrategy.FAIL, Map.of(conflict.id(), Side.THEIRS)))
        .hasMessageContaining("cannot be resolved");
    unused = commit(MAIN, TestCatalog.patch("table", "c", "qualifiedName", "d"));
    merged(merge(DEV, MAIN));
    assertThat(find(MAIN, "table", "c")).isPresent();
    assertThat(find(MAIN, "table", "d")).isPresent();
    assertThat(find(MAIN, "table", "a")).isEmpty();
  }

  @Test
  void namesAreSwappedAndAssetsKeepTheirIds() throws Exception {
    begin(TestCatalog.upsert("table", "a"), TestCatalog.upsert("table", "b"));
    var a = asset(MAIN, "table", "a").id();
    var unused =
        commit(
            DEV,
            TestCatalog.patch("table", "a", "qualifiedName", "x"),
            TestCatalog.patch("table", "b", "qualifiedName", "a"),
            TestCatalog.patch("table", "x", "qualifiedName", "b"),
            TestCatalog.upsert("table", "n"),
            TestCatalog.patch("table", "n", "qualifiedName", "m"));
    merged(merge(DEV, MAIN));
    assertThat(asset(MAIN, "table", "b").id()).isEqualTo(a);
    assertThat(asset(MAIN, "table", "m").id()).isEqualTo(asset(DEV, "table", "m").id());
  }

  @Test
  void twoMovesThatWouldPutAnAssetIntoItselfAreAConflict() throws Exception {
    begin(TestCatalog.upsert("container", "a"), TestCatalog.upsert("container", "b"));
    var unused = commit(DEV, TestCatalog.patch("container", "a", "parent", "container:b"));
    unused = commit(MAIN, TestCatalog.patch("container", "b", "parent", "container:a"));
    Conflict conflict = conflicting(merge(DEV, MAIN));
    assertThat(conflict.kind()).isEqualTo(ConflictKind.CONTAINMENT);
    assertThat(merge(DEV, MAIN, ConflictStrategy.OURS, Map.of()).status()).isEqualTo(Status.MERGED);
    assertThat(asset(MAIN, "container", "a").parentId()).isNull();
  }
}
