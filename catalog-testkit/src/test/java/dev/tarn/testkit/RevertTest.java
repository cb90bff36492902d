package dev.tarn.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.core.merge.Conflict;
import dev.tarn.core.merge.ConflictStrategy;
import dev.tarn.core.merge.MergeOutcome;
import dev.tarn.core.merge.MergeOutcome.Status;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What was merged is not merged again, and what was done is taken back. */
final class RevertTest extends MergeFixture {
  @Test
  void whatWasMergedIsNotMergedAgainInEitherDirection() throws Exception {
    begin(TestCatalog.upsert("table", "t", "description", "base"));
    var unused = commit(DEV, TestCatalog.patch("table", "t", "description", "dev 1"));
    merged(merge(DEV, MAIN));
    unused = commit(MAIN, TestCatalog.patch("table", "t", "description", "main 1"));
    unused = commit(DEV, TestCatalog.patch("table", "t", "displayName", "dev 2"));
    // Only what is new on the branch: the description, merged before and changed since, is not.
    merged(merge(DEV, MAIN));
    assertThat(asset(MAIN, "table", "t").description()).isEqualTo("main 1");
    assertThat(asset(MAIN, "table", "t").displayName()).isEqualTo("dev 2");
    // And back: the branch has all that is new on main, without a conflict.
    merged(merge(MAIN, DEV));
    assertThat(asset(DEV, "table", "t").description()).isEqualTo("main 1");
    unused = commit(DEV, TestCatalog.patch("table", "t", "description", "dev 3"));
    merged(merge(DEV, MAIN));
    assertThat(asset(MAIN, "table", "t").description()).isEqualTo("dev 3");
  }

  @Test
  void aChoiceAgainstTheBranchHoldsWhenTheBranchTakesItOver() throws Exception {
    begin(TestCatalog.upsert("table", "t", "description", "base"));
    var unused = commit(DEV, TestCatalog.patch("table", "t", "description", "theirs"));
    unused = commit(MAIN, TestCatalog.patch("table", "t", "description", "ours"));
    assertThat(merge(DEV, MAIN, ConflictStrategy.OURS, Map.of()).status()).isEqualTo(Status.MERGED);
    merged(merge(MAIN, DEV));
    assertThat(asset(DEV, "table", "t").description()).isEqualTo("ours");
  }

  @Test
  void aChildOfABranchThatIsGoneStillKnowsWhereItBegan() throws Exception {
    begin(TestCatalog.upsert("table", "t", "description", "base"));
    BranchName child = new BranchName("child");
    var unused = commit(DEV, TestCatalog.patch("table", "t", "description", "dev"));
    branch(child, DEV);
    unused = commit(child, TestCatalog.patch("table", "t", "displayName", "child"));
    catalog
        .catalog
        .references()
        .delete(TestCatalog.ADMIN, scope(DEV), dev.tarn.core.scope.ReferenceKind.BRANCH);
    unused = commit(MAIN, TestCatalog.upsert("table", "later"));
    // Another branch of the same name, which began later, has nothing to do with it.
    branch(DEV, MAIN);
    unused = commit(MAIN, TestCatalog.patch("table", "t", "platform", "x"));
    merged(merge(child, MAIN));
    assertThat(asset(MAIN, "table", "t").description()).isEqualTo("dev");
    assertThat(asset(MAIN, "table", "t").displayName()).isEqualTo("child");
    assertThat(find(MAIN, "table", "later")).isPresent();
  }

  @Test
  void aCommitIsTakenBackAndLaterChangesOfOtherFieldsStay() throws Exception {
    begin(
        TestCatalog.upsert("table", "t", "description", "one"),
        TestCatalog.upsert("table", "gone"),
        TestCatalog.upsert("column", "gone.a", "parent", "table:gone"));
    CommitId bad =
        commit(
            MAIN,
            TestCatalog.patch("table", "t", "description", "two"),
            TestCatalog.upsert("table", "new"),
            TestCatalog.delete("table", "gone"));
    var unused = commit(MAIN, TestCatalog.patch("table", "t", "displayName", "T"));
    merged(revert(bad, ConflictStrategy.FAIL));
    assertThat(asset(MAIN, "table", "t").description()).isEqualTo("one");
    assertThat(asset(MAIN, "table", "t").displayName()).isEqualTo("T");
    assertThat(find(MAIN, "table", "new")).isEmpty();
    assertThat(find(MAIN, "column", "gone.a")).isPresent();
    assertThat(revert(bad, ConflictStrategy.FAIL).status()).isEqualTo(Status.UP_TO_DATE);
  }

  @Test
  void aLaterChangeOfTheSameFieldIsAConflictOfARevert() throws Exception {
    begin(TestCatalog.upsert("table", "t", "description", "one"));
    CommitId bad = commit(MAIN, TestCatalog.patch("table", "t", "description", "two"));
    var unused = commit(MAIN, TestCatalog.patch("table", "t", "description", "three"));
    Conflict conflict = conflicting(revert(bad, ConflictStrategy.FAIL));
    assertThat(List.of("" + conflict.base(), "" + conflict.ours(), "" + conflict.theirs()))
        .containsExactly("two", "three", "one");
    assertThat(revert(bad, ConflictStrategy.THEIRS).status()).isEqualTo(Status.MERGED);
    assertThat(asset(MAIN, "table", "t").description()).isEqualTo("one");
  }

  @Test
  void aMergeThatWasTakenBackCanBeDoneAgain() throws Exception {
    begin(TestCatalog.upsert("table", "t", "description", "one"));
    var unused =
        commit(
            DEV,
            TestCatalog.patch("table", "t", "description", "two"),
            TestCatalog.upsert("table", "n"));
    MergeOutcome first = merge(DEV, MAIN);
    merged(first);
    merged(revert(first.commit(), ConflictStrategy.FAIL));
    assertThat(asset(MAIN, "table", "t").description()).isEqualTo("one");
    assertThat(find(MAIN, "table", "n")).isEmpty();
    merged(merge(DEV, MAIN));
    assertThat(asset(MAIN, "table", "t").description()).isEqualTo("two");
    assertThat(find(MAIN, "table", "n")).isPresent();
  }

  /**
   * What main had of dev it has taken back since, and got some of it again from a third branch: the
   * commit that dev has of main still is newer than that part, for it was made with all of it.
   */
  @Test
  void whatWasTakenBackSinceDoesNotMakeABaseOlder() throws Exception {
    begin(TestCatalog.upsert("table", "t", "description", "base"));
    BranchName third = new BranchName("third");
    branch(third, DEV);
    var unused = commit(DEV, TestCatalog.patch("table", "t", "description", "dev 1"));
    merged(merge(DEV, third));
    unused = commit(DEV, TestCatalog.patch("table", "t", "displayName", "dev 2"));
    unused = commit(MAIN, TestCatalog.upsert("table", "m", "description", "main 1"));
    MergeOutcome whole = merge(DEV, MAIN);
    merged(whole);
    merged(merge(MAIN, DEV));
    merged(revert(whole.commit(), ConflictStrategy.FAIL));
    merged(merge(third, MAIN));
    unused = commit(MAIN, TestCatalog.patch("table", "m", "description", "main 2"));

    MergeOutcome outcome = merge(DEV, MAIN);

    // From an older base, what dev has of main would be dev's own, and in conflict with main.
    merged(outcome);
    assertThat(outcome.base()).isEqualTo(whole.commit());
    assertThat(asset(MAIN, "table", "m").description()).isEqualTo("main 2");
    assertThat(asset(MAIN, "table", "t").description()).isEqualTo("dev 1");
    assertThat(asset(MAIN, "table", "t").displayName()).isNull();
  }
}
