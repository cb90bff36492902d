package dev.tarn.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.Entity;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.catalog.CatalogDiffs.Point;
import dev.tarn.core.change.Atomicity;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.Operation;
import dev.tarn.core.change.SubmissionResult;
import dev.tarn.core.diff.BranchDiff;
import dev.tarn.core.diff.DiffSummary;
import dev.tarn.core.diff.EntityDiff;
import dev.tarn.core.diff.FieldDiff;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.history.HistoryReader;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.PointInTime;
import dev.tarn.core.scope.ReferenceDetails;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.Page;
import dev.tarn.core.state.RelationshipQuery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A difference is what a comparison of all that there is at both points finds. */
@ExtendWith(Seeds.class)
final class BranchDiffTest {
  private static final int STEPS = 300;
  private static final int NAMES = 25;
  private static final BranchName DRAFT = new BranchName("draft");

  private final TestCatalog catalog = new TestCatalog();

  @AfterEach
  void close() throws IOException {
    catalog.close();
  }

  private static Scope scope(BranchName branch) {
    return new Scope(TenantId.DEFAULT, branch);
  }

  private CommitId submit(BranchName branch, Change... changes) throws Exception {
    SubmissionResult result =
        catalog
            .catalog
            .submit(scope(branch), TestCatalog.submission(Atomicity.EACH, List.of(changes)))
            .get();
    return result.commit();
  }

  private CommitId head(BranchName branch) throws IOException {
    return catalog.catalog.head(TestCatalog.ADMIN, scope(branch));
  }

  private void branch(BranchName branch, BranchName from, CommitId at) throws IOException {
    var unused =
        catalog
            .catalog
            .references()
            .createBranch(
                TestCatalog.ADMIN,
                scope(branch),
                from,
                new PointInTime.AtCommit(at),
                ReferenceDetails.UNKNOWN);
  }

  private BranchDiff diff(Point from, Point to) throws IOException {
    return catalog.catalog.diffs().between(TestCatalog.ADMIN, TenantId.DEFAULT, from, to);
  }

  private static Point head(String branch) {
    return new Point(new BranchName(branch), null);
  }

  @Test
  void anythingAtTwoPointsIsComparedAsIfAllWereRead(Random random) throws Exception {
    RandomValues values = new RandomValues(random.nextLong());
    List<BranchName> branches = new ArrayList<>(List.of(BranchName.MAIN));
    List<Point> points = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      BranchName branch = branches.get(values.below(branches.size()));
      CommitId commit = submit(branch, change(values), change(values));
      if (commit.seq() > 0) {
        points.add(new Point(branch, new PointInTime.AtCommit(commit)));
      }
      if (values.oneIn(40) && branches.size() < 4 && !points.isEmpty()) {
        Point from = points.get(values.below(points.size()));
        BranchName made = new BranchName("b" + branches.size());
        branch(
            made, from.name(), ((PointInTime.AtCommit) Objects.requireNonNull(from.at())).commit());
        branches.add(made);
      }
      if (values.oneIn(10)) {
        BranchName other = branches.get(values.below(branches.size()));
        assertSame(new Point(branch, null), new Point(other, null));
        assertSame(
            points.get(values.below(points.size())), points.get(values.below(points.size())));
        assertSame(points.get(values.below(points.size())), new Point(other, null));
      }
    }
  }

  private static Change change(RandomValues values) {
    String name = "name-" + values.below(NAMES);
    String other = "name-" + values.below(NAMES);
    return switch (values.below(9)) {
      case 0, 1, 2 -> TestCatalog.upsert("domain", name, "description", values.word());
      case 3 -> TestCatalog.upsert("domain", name, "parent", "domain:" + other);
      case 4 ->
          TestCatalog.upsert("domain", name, "attributes", Map.of("environment", values.word()));
      case 5 -> TestCatalog.delete("domain", name);
      case 6 -> new Change.RestoreAsset(TestCatalog.named("domain", name), null);
      case 7 -> TestCatalog.link("related-to", "domain:" + name, "domain:" + other);
      default -> TestCatalog.patch("domain", name, "qualifiedName", other);
    };
  }

  private void assertSame(Point from, Point to) throws IOException {
    try (BranchDiff diff = diff(from, to)) {
      Map<String, String> before = all(diff.from());
      Map<String, String> after = all(diff.to());
      Map<String, String> expected = new TreeMap<>();
      before.forEach(
          (key, text) -> {
            if (!text.equals(after.get(key))) {
              expected.put(key, after.containsKey(key) ? "update" : "delete");
            }
          });
      after.keySet().stream()
          .filter(key -> !before.containsKey(key))
          .forEach(key -> expected.put(key, "create"));
      Map<String, String> found = new TreeMap<>();
      String cursor = null;
      do {
        Page<EntityDiff> page = diff.page(cursor, 7);
        page.items().forEach(one -> found.put(one.key().toString(), one.operation().code()));
        cursor = page.next();
      } while (cursor != null);
      assertThat(found).as("%s to %s", from, to).isEqualTo(expected);
      assertThat(diff.summary().total()).isEqualTo(expected.size());
    }
  }

  /** Returns what each live entity says at a point, from the reader of the past. */
  private Map<String, String> all(BranchDiff.Side side) throws IOException {
    HistoryReader history = catalog.catalog.history(TestCatalog.ADMIN, side.scope());
    Map<String, String> all = new TreeMap<>();
    String cursor = null;
    do {
      Page<Asset> page =
          history.list(AssetQuery.ofType(null, cursor, AssetQuery.MAX_LIMIT), side.commit());
      page.items().forEach(asset -> all.put("asset:" + asset.key(), text(asset)));
      cursor = page.next();
    } while (cursor != null);
    RelationshipQuery edges =
        new RelationshipQuery(null, null, null, null, null, AssetQuery.MAX_LIMIT);
    history
        .list(edges, side.commit())
        .items()
        .forEach(edge -> all.put("relationship:" + edge.key(), text(edge)));
    return all;
  }

  private static String text(Entity entity) {
    return switch (entity) {
      case Asset a ->
          String.join(
              "|",
              a.qualifiedName(),
              a.name(),
              String.valueOf(a.description()),
              String.valueOf(a.parentId()),
              a.attributes().toString(),
              a.status().toString());
      case Relationship r ->
          String.join(
              "|", r.type(), r.sourceId().value(), r.targetId().value(), "" + r.attributes());
      default -> throw new AssertionError("no such entity here");
    };
  }

  @Test
  void eachFieldSaysWhatItWasAndWhatItIs() throws Exception {
    var first =
        submit(
            BranchName.MAIN,
            TestCatalog.upsert("table", "shop.orders", "description", "Orders"),
            TestCatalog.upsert("table", "shop.old"));
    branch(DRAFT, BranchName.MAIN, first);
    var unused =
        submit(
            DRAFT,
            TestCatalog.patch(
                "table",
                "shop.orders",
                "description",
                "All orders",
                "attributes",
                TestCatalog.fields("format", "iceberg")),
            TestCatalog.delete("table", "shop.old"),
            TestCatalog.upsert("domain", "sales"));
    // On the other side since then: also a difference, the other way round.
    unused = submit(BranchName.MAIN, TestCatalog.upsert("domain", "only-main"));

    try (BranchDiff diff = diff(head("main"), head("draft"))) {
      assertThat(diff.base().branch()).isEqualTo(BranchName.MAIN);
      assertThat(diff.base().seq()).isEqualTo(first.seq());
      List<EntityDiff> all = new ArrayList<>();
      diff.forEach(all::add);
      assertThat(all).hasSize(4);
      assertThat(named(all, "shop.orders").fields())
          .containsExactly(
              new FieldDiff("description", "Orders", "All orders"),
              new FieldDiff("attributes.format", null, "iceberg"));
      assertThat(named(all, "shop.old").operation()).isEqualTo(Operation.DELETE);
      assertThat(named(all, "sales").operation()).isEqualTo(Operation.CREATE);
      assertThat(named(all, "only-main").operation()).isEqualTo(Operation.DELETE);
      assertThat(diff.summary().counts())
          .extracting(
              DiffSummary.Count::type, DiffSummary.Count::operation, DiffSummary.Count::entities)
          .containsExactly(
              tuple("domain", Operation.CREATE, 1L),
              tuple("domain", Operation.DELETE, 1L),
              tuple("table", Operation.UPDATE, 1L),
              tuple("table", Operation.DELETE, 1L));
    }
  }

  private static EntityDiff named(List<EntityDiff> all, String name) {
    return all.stream()
        .filter(diff -> diff.entity() instanceof Asset asset && asset.qualifiedName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatWasChangedAndChangedBackIsNoDifference() throws Exception {
    CommitId first =
        submit(BranchName.MAIN, TestCatalog.upsert("table", "t", "description", "one"));
    branch(DRAFT, BranchName.MAIN, first);
    var unused = submit(DRAFT, TestCatalog.patch("table", "t", "description", "two"));
    unused = submit(DRAFT, TestCatalog.patch("table", "t", "description", "one"));
    unused = submit(DRAFT, TestCatalog.upsert("table", "u"), TestCatalog.delete("table", "u"));

    try (BranchDiff diff = diff(head("main"), head("draft"))) {
      assertThat(diff.page(null, 10).items()).isEmpty();
      assertThat(diff.summary().total()).isZero();
    }
  }

  @Test
  void aTagIsAPointAndWhatIsNotThereIsRefused() throws Exception {
    CommitId first = submit(BranchName.MAIN, TestCatalog.upsert("table", "t"));
    var unused =
        catalog
            .catalog
            .references()
            .createTag(
                TestCatalog.ADMIN,
                scope(BranchName.MAIN),
                new BranchName("v1"),
                new PointInTime.AtCommit(first),
                ReferenceDetails.UNKNOWN);
    unused = submit(BranchName.MAIN, TestCatalog.upsert("table", "u"));

    try (BranchDiff diff = diff(head("v1"), head("main"))) {
      assertThat(diff.page(null, 10).items()).hasSize(1);
      assertThatThrownBy(() -> diff.page(null, 0)).isInstanceOf(CatalogException.class);
      assertThatThrownBy(() -> diff.page("nothing", 1)).hasMessageContaining("cursor");
    }
    assertThatThrownBy(() -> diff(head("nowhere"), head("main")).close())
        .isInstanceOf(CatalogException.class);
  }
}
