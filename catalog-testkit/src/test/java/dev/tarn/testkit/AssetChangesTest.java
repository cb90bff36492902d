package dev.tarn.testkit;

import static dev.tarn.testkit.TestCatalog.delete;
import static dev.tarn.testkit.TestCatalog.fields;
import static dev.tarn.testkit.TestCatalog.link;
import static dev.tarn.testkit.TestCatalog.named;
import static dev.tarn.testkit.TestCatalog.patch;
import static dev.tarn.testkit.TestCatalog.restore;
import static dev.tarn.testkit.TestCatalog.upsert;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.AssetStatus;
import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.asset.Owner;
import dev.tarn.core.change.AssetLocator;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.ChangeResult.Applied;
import dev.tarn.core.change.ChangeResult.Rejected;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.change.Operation;
import dev.tarn.core.change.UpsertMode;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.state.StateSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What each change does to an asset. */
final class AssetChangesTest {
  private final TestCatalog catalog = new TestCatalog();

  @AfterEach
  void close() throws Exception {
    catalog.close();
  }

  @Test
  void upsertCreatesUnderTheDerivedId() throws Exception {
    Applied created = catalog.applied(upsert("table", "db.s.orders", "description", "All orders."));
    assertEquals(
        new Applied(
            Operation.CREATE,
            EntityKind.ASSET,
            AssetId.derive("table", "db.s.orders").value(),
            1,
            1),
        created);
    Asset asset = catalog.asset("table", "db.s.orders");
    assertEquals("orders", asset.name());
    assertEquals("All orders.", asset.description());
    assertEquals(AssetStatus.ACTIVE, asset.status());
    assertEquals("user:admin", asset.createdBy());
    assertEquals(catalog.clock.instant(), asset.createdAt());
    LogEntry entry = catalog.log().getFirst();
    assertNull(entry.before());
    assertEquals(asset, entry.after());
  }

  @Test
  void upsertMergesAndReplaces() throws Exception {
    catalog.applied(
        upsert(
            "table",
            "t",
            "description",
            "old",
            "platform",
            "hive",
            "attributes",
            Map.of("rowCount", 5L, "sql", "SELECT 1")));
    Applied merged =
        catalog.applied(
            upsert("table", "t", "platform", "spark", "attributes", fields("rowCount", null)));
    assertEquals(2, merged.version());
    Asset asset = catalog.asset("table", "t");
    assertEquals("old", asset.description());
    assertEquals("spark", asset.platform());
    assertEquals(Map.of("sql", "SELECT 1"), asset.attributes());
    assertEquals(
        List.of("platform", "attributes.rowCount"), catalog.log().getLast().changedFields());
    catalog.applied(
        new Change.UpsertAsset(
            "table", "t", fields("platform", "spark"), UpsertMode.REPLACE, null));
    asset = catalog.asset("table", "t");
    assertNull(asset.description());
    assertEquals(Map.of(), asset.attributes());
    assertEquals(3, asset.version());
  }

  @Test
  void sameAgainIsUnchanged() throws Exception {
    Change change =
        upsert(
            "table",
            "t",
            "description",
            "d",
            "attributes",
            Map.of("rowCount", 7, "links", Map.of()));
    catalog.applied(change);
    catalog.unchanged(change);
    catalog.unchanged(patch("table", "t", "description", "d"));
    assertEquals(1, catalog.log().size());
  }

  @Test
  void nullClearsAField() throws Exception {
    catalog.applied(
        upsert("table", "t", "description", "d", "quality", 0.5, "displayName", "Name"));
    catalog.applied(patch("table", "t", "description", null, "quality", null));
    Asset asset = catalog.asset("table", "t");
    assertNull(asset.description());
    assertNull(asset.quality());
    assertEquals("Name", asset.displayName());
  }

  @Test
  void listsAreSetOrEdited() throws Exception {
    catalog.submit(
        upsert("tag", "pii"), upsert("tag", "gold"), upsert("user", "ann"), upsert("team", "core"));
    catalog.applied(upsert("table", "t", "tags", List.of("pii", "tag:gold", "pii")));
    AssetId pii = AssetId.derive("tag", "pii");
    AssetId gold = AssetId.derive("tag", "gold");
    assertEquals(List.of(pii, gold), catalog.asset("table", "t").tags());
    catalog.applied(patch("table", "t", "tags", Map.of("remove", List.of("pii"))));
    assertEquals(List.of(gold), catalog.asset("table", "t").tags());
    catalog.applied(patch("table", "t", "tags", Map.of("add", List.of(pii.value(), "gold"))));
    assertEquals(List.of(gold, pii), catalog.asset("table", "t").tags());
    catalog.applied(
        patch(
            "table",
            "t",
            "owners",
            List.of("user:ann", Map.of("asset", "team:core", "kind", "steward"))));
    Owner ann = new Owner(AssetId.derive("user", "ann"), "owner");
    Owner core = new Owner(AssetId.derive("team", "core"), "steward");
    assertEquals(List.of(ann, core), catalog.asset("table", "t").owners());
    catalog.applied(patch("table", "t", "owners", Map.of("remove", List.of("user:ann"))));
    assertEquals(List.of(core), catalog.asset("table", "t").owners());
    catalog.unchanged(patch("table", "t", "owners", Map.of("remove", List.of("user:ann"))));
  }

  @Test
  void expectedVersionGuards() throws Exception {
    catalog.applied(upsert("table", "t"));
    Rejected exists =
        catalog.rejected(new Change.UpsertAsset("table", "t", Map.of(), UpsertMode.MERGE, 0L));
    assertEquals(ErrorCode.VERSION_CONFLICT, exists.code());
    assertEquals(1L, exists.currentVersion());
    Rejected absent =
        catalog.rejected(new Change.UpsertAsset("table", "u", Map.of(), UpsertMode.MERGE, 3L));
    assertEquals(0L, absent.currentVersion());
    Map<String, Object> fields = Map.of("description", "x");
    catalog.applied(new Change.PatchAsset(named("table", "t"), fields, UpsertMode.MERGE, 1L));
    assertEquals(
        2L,
        catalog
            .rejected(new Change.PatchAsset(named("table", "t"), fields, UpsertMode.MERGE, 1L))
            .currentVersion());
    assertEquals(
        ErrorCode.VERSION_CONFLICT,
        catalog.rejected(new Change.DeleteAsset(named("table", "t"), 1L)).code());
    catalog.applied(new Change.DeleteAsset(named("table", "t"), 2L));
  }

  @Test
  void deleteTakesWhatItContainsAndRestoreBringsItBack() throws Exception {
    catalog.submit(
        upsert("schema", "s", "status", "deprecated"),
        upsert("table", "s.t", "parent", "schema:s", "status", "draft"),
        upsert("column", "s.t.c", "parent", "table:s.t"),
        upsert("table", "other"),
        link("lineage", "table:other", "table:s.t"),
        link("related-to", "table:other", "schema:s"));
    AssetId schema = AssetId.derive("schema", "s");
    Applied deleted = catalog.applied(delete("schema", "s"));
    assertEquals(Operation.DELETE, deleted.operation());
    assertEquals(schema.value(), deleted.key());
    assertFalse(catalog.exists("table", "s.t"));
    assertFalse(catalog.exists("column", "s.t.c"));
    try (StateSnapshot state = catalog.state()) {
      assertEquals(0, state.relationshipCount());
    }
    assertEquals(ErrorCode.ASSET_NOT_FOUND, catalog.rejected(delete("schema", "s")).code());
    Applied restored = catalog.applied(restore(schema));
    assertEquals(3, restored.version());
    assertEquals(AssetStatus.DEPRECATED, catalog.asset("schema", "s").status());
    assertEquals(AssetStatus.DRAFT, catalog.asset("table", "s.t").status());
    assertEquals(AssetStatus.ACTIVE, catalog.asset("column", "s.t.c").status());
    try (StateSnapshot state = catalog.state()) {
      assertEquals(2, state.relationshipCount());
    }
    catalog.unchanged(restore(schema));
  }

  @Test
  void restoreBringsBackOnlyWhatThatDeleteTook() throws Exception {
    catalog.submit(
        upsert("schema", "s"),
        upsert("table", "s.before", "parent", "schema:s"),
        upsert("table", "s.a", "parent", "schema:s"),
        upsert("table", "s.b", "parent", "schema:s"),
        delete("table", "s.before"),
        delete("schema", "s"),
        upsert("table", "s.a", "description", "made anew"));
    catalog.applied(restore(AssetId.derive("schema", "s")));
    assertFalse(catalog.exists("table", "s.before"), "deleted earlier, by itself");
    assertTrue(catalog.exists("table", "s.b"));
    assertEquals("made anew", catalog.asset("table", "s.a").description());
    assertNull(catalog.asset("table", "s.a").parentId());
    catalog.applied(restore(AssetId.derive("table", "s.before")));
    assertTrue(catalog.exists("table", "s.before"));
  }

  @Test
  void restoreNeedsItsParentAndItsName() throws Exception {
    catalog.submit(
        upsert("schema", "s"),
        upsert("table", "s.t", "parent", "schema:s"),
        delete("table", "s.t"),
        delete("schema", "s"));
    AssetId table = AssetId.derive("table", "s.t");
    Rejected orphan = catalog.rejected(restore(table));
    assertEquals(ErrorCode.PARENT_NOT_FOUND, orphan.code());
    catalog.submit(upsert("table", "x"), delete("table", "x"), upsert("table", "y"));
    catalog.applied(patch("table", "y", "qualifiedName", "x"));
    Rejected taken = catalog.rejected(restore(AssetId.derive("table", "x")));
    assertEquals(ErrorCode.NAME_TAKEN, taken.code());
  }

  @Test
  void createAfterDeleteContinuesTheVersions() throws Exception {
    catalog.submit(upsert("table", "t", "description", "first"), delete("table", "t"));
    Applied again = catalog.applied(upsert("table", "t"));
    assertEquals(Operation.CREATE, again.operation());
    assertEquals(3, again.version());
    assertNull(catalog.asset("table", "t").description());
  }

  @Test
  void renameKeepsIdentityAndHistory() throws Exception {
    catalog.applied(upsert("table", "db.old"));
    AssetId id = AssetId.derive("table", "db.old");
    catalog.applied(patch("table", "db.old", "qualifiedName", "db.new"));
    assertFalse(catalog.exists("table", "db.old"));
    Asset renamed = catalog.asset("table", "db.new");
    assertEquals(id, renamed.id());
    assertEquals("new", renamed.name(), "a short name that came from the long one follows it");
    assertEquals(2, renamed.version());
    Applied fresh = catalog.applied(upsert("table", "db.old"));
    assertEquals(1, fresh.version());
    assertNotEquals(id.value(), fresh.key());
    assertEquals(AssetId.derive("table", "db.old", 1).value(), fresh.key());
    Rejected taken = catalog.rejected(patch("table", "db.old", "qualifiedName", "db.new"));
    assertEquals(ErrorCode.NAME_TAKEN, taken.code());
    assertEquals("qualifiedName", taken.field());
    assertEquals(2, catalog.log().stream().filter(entry -> entry.key().equals(id.value())).count());
    catalog.applied(upsert("table", "db.new", "description", "found by its new name"));
    assertEquals(3, catalog.asset(id).version());
  }

  @Test
  void containmentHasNoCycleAndALimit() throws Exception {
    catalog.submit(
        upsert("domain", "a"),
        upsert("domain", "b", "parent", "domain:a"),
        upsert("domain", "c", "parent", "domain:b"));
    for (String parent : List.of("domain:a", "domain:b", "domain:c")) {
      Rejected cycle = catalog.rejected(patch("domain", "a", "parent", parent));
      assertEquals(ErrorCode.CONTAINMENT_CYCLE, cycle.code());
      assertEquals("parent", cycle.field());
    }
    List<Change> deep = new ArrayList<>();
    for (int i = 0; i < 70; i++) {
      deep.add(upsert("domain", "d" + i, "parent", i == 0 ? null : "domain:d" + (i - 1)));
    }
    long refused =
        catalog.submit(deep.toArray(Change[]::new)).stream()
            .filter(result -> result instanceof Rejected)
            .count();
    assertTrue(refused >= 5 && refused < 10, "refused beyond the limit: " + refused);
  }

  @Test
  void parentMustBeThere() throws Exception {
    Rejected missing = catalog.rejected(upsert("table", "s.t", "parent", "schema:nowhere"));
    assertEquals(ErrorCode.PARENT_NOT_FOUND, missing.code());
    assertEquals("parent", missing.field());
    catalog.submit(upsert("schema", "s"), delete("schema", "s"));
    assertEquals(
        ErrorCode.PARENT_NOT_FOUND,
        catalog.rejected(upsert("table", "s.t", "parent", "schema:s")).code());
    assertFalse(catalog.exists("table", "s.t"));
  }

  @Test
  void relationshipsArePutChangedAndRemoved() throws Exception {
    catalog.submit(upsert("table", "a"), upsert("table", "b"));
    Applied made = catalog.applied(link("lineage", "table:a", "table:b"));
    assertEquals(EntityKind.RELATIONSHIP, made.kind());
    catalog.unchanged(link("lineage", "table:a", "table:b"));
    AssetLocator a = named("table", "a");
    AssetLocator b = named("table", "b");
    Applied changed =
        catalog.applied(new Change.PutRelationship("lineage", a, b, Map.of("confidence", 0.5), 1L));
    assertEquals(2, changed.version());
    assertEquals(
        ErrorCode.VERSION_CONFLICT,
        catalog.rejected(new Change.RemoveRelationship("lineage", a, b, 1L)).code());
    catalog.applied(new Change.RemoveRelationship("lineage", a, b, 2L));
    assertEquals(
        ErrorCode.RELATIONSHIP_NOT_FOUND,
        catalog.rejected(new Change.RemoveRelationship("lineage", a, b, null)).code());
    Applied again = catalog.applied(new Change.PutRelationship("lineage", a, b, Map.of(), 0L));
    assertEquals(Operation.CREATE, again.operation());
    assertEquals(4, again.version());
    assertEquals(
        ErrorCode.REFERENCE_NOT_FOUND,
        catalog.rejected(link("lineage", "table:a", "table:nowhere")).code());
    assertEquals(
        ErrorCode.UNKNOWN_TYPE, catalog.rejected(link("likes", "table:a", "table:b")).code());
  }
}
