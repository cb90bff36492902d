package dev.tarn.core.asset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Ids are for ever: a change of these values loses every asset that exists. */
final class IdentityTest {
  @Test
  void idsAreTheOnesOfEveryRelease() {
    assertEquals(
        "ad3765152ecb691f248057251c57b0f7",
        AssetId.derive("table", "warehouse.sales.orders").value());
    assertEquals(
        "47dcd78f33e910c95110e5578415fda8",
        AssetId.derive("table", "warehouse.sales.orders", 1).value());
    assertEquals(
        "8255ca1a92c7e8748c91b429588a2130", AssetId.derive("column", "表.列 \uD83D\uDE00").value());
    assertEquals(
        "3f96cf68936816ebd2e58b54f06b75b6",
        RelationshipId.derive("lineage", AssetId.derive("table", "a"), AssetId.derive("table", "b"))
            .value());
  }

  @Test
  void idIsTheDocumentedHash() throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest("table\0db.é".getBytes(StandardCharsets.UTF_8));
    String expected = HexFormat.of().formatHex(Arrays.copyOf(digest, 16));
    assertEquals(expected, AssetId.derive("table", "db.é").value());
  }

  @Test
  void idsDiffer() {
    Set<AssetId> ids = new HashSet<>();
    for (String type : List.of("table", "view", "tabl")) {
      for (String name : List.of("a", "b", "ea", "A", "a ", "é", "e\u0301")) {
        for (int generation = 0; generation < 3; generation++) {
          assertTrue(ids.add(AssetId.derive(type, name, generation)));
        }
      }
    }
    AssetId a = AssetId.derive("table", "a");
    AssetId b = AssetId.derive("table", "b");
    assertNotEquals(RelationshipId.derive("lineage", a, b), RelationshipId.derive("lineage", b, a));
    assertNotEquals(
        RelationshipId.derive("lineage", a, b), RelationshipId.derive("related-to", a, b));
  }

  @Test
  void onlyIdsAreIds() {
    String id = AssetId.derive("table", "a").value();
    assertTrue(AssetId.isId(id));
    for (String text :
        List.of("", "a", id.substring(1), id + "0", id.toUpperCase(), "g" + id.substring(1))) {
      if (!text.equals(id)) {
        assertFalse(AssetId.isId(text), text);
        CatalogException refused = assertThrows(CatalogException.class, () -> new AssetId(text));
        assertEquals(ErrorCode.INVALID_REFERENCE, refused.code());
      }
    }
  }

  @Test
  void aTombstoneRemembersTheStatus() {
    for (AssetStatus status : AssetStatus.values()) {
      assertEquals(status, AssetStatus.ofCode(status.code()));
      assertTrue(status.deleted().isDeleted());
      assertFalse(status.restored().isDeleted());
      assertEquals(status.restored(), status.deleted().restored());
    }
    assertEquals("deleted", AssetStatus.ACTIVE.deleted().code());
    assertEquals("deleted-draft", AssetStatus.DRAFT.deleted().code());
  }

  @Test
  void kindsHaveStableCodes() {
    assertEquals(
        List.of("asset", "relationship", "asset-type", "relationship-type"),
        Arrays.stream(EntityKind.values()).map(EntityKind::code).toList());
    for (EntityKind kind : EntityKind.values()) {
      assertEquals(kind, EntityKind.ofCode(kind.code()));
    }
  }
}
