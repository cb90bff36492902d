package dev.tarn.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tarn's own tables say in every engine what its API says. */
@ExtendWith(Engines.Shared.class)
final class MetadataTablesTest {
  private static final String MAIN = "main";
  private static final int TABLES = 40;

  private final Tarn tarn;
  private final Spark spark;
  private final Trino trino;

  MetadataTablesTest(Engines engines) throws IOException {
    this.tarn = engines.tarn();
    this.spark = engines.spark();
    this.trino = engines.trino();
  }

  private static String described(String namespace, int table, String description) {
    return """
    {"type": "table", "qualifiedName": "%s.t%d", "description": "%s"}\
    """
        .formatted(namespace, table, description);
  }

  private static List<String> described(String namespace, int first, int end, String description) {
    return IntStream.range(first, end)
        .mapToObj(table -> described(namespace, table, description))
        .toList();
  }

  private static String related(String op, String namespace, int source, int target) {
    return """
    {"op": "%1$s", "type": "lineage", "source": "table:%2$s.t%3$d", "target": "table:%2$s.t%4$d"}\
    """
        .formatted(op, namespace, source, target);
  }

  private static List<List<@Nullable String>> values(List<JsonNode> entities, String... fields) {
    return entities.stream()
        .map(entity -> Arrays.stream(fields).map(field -> value(entity.path(field))).toList())
        .toList();
  }

  private static String value(JsonNode field) {
    return field.asText();
  }

  private List<SqlEngine> both() {
    return List.of(spark, trino);
  }

  /** Compares all assets and relationships that a catalog of an engine shows. */
  private void expectStates(String catalog, List<JsonNode> assets, List<JsonNode> relationships) {
    for (SqlEngine engine : both()) {
      assertThat(
              engine.rows(
                  """
                  SELECT id, type, qualified_name, coalesce(description, ''), status, version
                  FROM %s.tarn.assets WHERE status <> 'deleted'
                  """
                      .formatted(catalog)))
          .containsExactlyInAnyOrderElementsOf(
              values(assets, "id", "type", "qualifiedName", "description", "status", "version"));
      assertThat(
              engine.rows(
                  """
                  SELECT id, type, source_id, target_id, version
                  FROM %s.tarn.relationships WHERE NOT deleted
                  """
                      .formatted(catalog)))
          .containsExactlyInAnyOrderElementsOf(
              values(relationships, "id", "type", "source", "target", "version"));
    }
  }

  private void expectStatesOfMain() {
    tarn.awaitTables(MAIN);
    expectStates(SqlEngine.CATALOG, tarn.assets(MAIN), tarn.relationships(MAIN));
  }

  @Test
  void assetsAndRelationshipsAreReadThroughDeletionVectors() {
    tarn.change(MAIN, described("vectors", 0, TABLES, "first"));
    tarn.change(
        MAIN,
        IntStream.range(1, TABLES)
            .mapToObj(table -> related("relate", "vectors", table - 1, table))
            .toList());
    tarn.awaitTables(MAIN);
    for (int round = 1; round <= 3; round++) {
      tarn.change(MAIN, described("vectors", round * 10, round * 10 + 5, "round " + round));
      tarn.awaitTables(MAIN);
    }
    tarn.change(
        MAIN,
        List.of(
            "{\"op\": \"delete\", \"asset\": \"table:vectors.t39\"}",
            related("unrelate", "vectors", 0, 1)));

    expectStatesOfMain();
    for (String table : List.of("assets", "relationships")) {
      assertThat(
              trino.rows(
                  "SELECT DISTINCT file_format FROM tarn.tarn.\""
                      + table
                      + "$files\" WHERE content = 1"))
          .containsExactly(List.of("PUFFIN"));
    }
    assertThat(
            spark.rows(
                "SELECT count(*) FROM tarn.tarn.assets"
                    + " WHERE qualified_name LIKE 'vectors.%' AND status = 'deleted'"))
        .containsExactly(List.of("1"));
  }

  @Test
  void theLogAndTheTypesAreTables() {
    tarn.change(
        MAIN,
        List.of(
            """
            {"op": "define-type", "assetType": {"name": "engine-part", "description": "A part."}}\
            """));
    tarn.awaitTables(MAIN);
    List<List<@Nullable String>> changes =
        tarn.changesAfter(0).stream()
            .map(
                change ->
                    Stream.of("seq", "operation", "key", "version", "actor")
                        .map(field -> value(change.path(field)))
                        .toList())
            .toList();
    for (SqlEngine engine : both()) {
      assertThat(
              engine.rows(
                  "SELECT kind, description FROM tarn.tarn.types WHERE name = 'engine-part'"))
          .containsExactly(List.of("asset-type", "A part."));
      assertThat(
              engine.rows(
                  "SELECT seq, operation, entity_id, version, actor FROM tarn.tarn.changes"
                      + " ORDER BY seq"))
          .isEqualTo(changes);
    }
  }

  @Test
  void theAuditIsATable() {
    tarn.branch("audited");
    List<List<@Nullable String>> made = List.of(List.of("user:admin", "admin-key", "allowed"));
    for (SqlEngine engine : both()) {
      await()
          .untilAsserted(
              () ->
                  assertThat(
                          engine.rows(
                              "SELECT DISTINCT actor, credential_kind, decision"
                                  + " FROM tarn.tarn.audit WHERE action = 'manage-branches'"))
                      .isEqualTo(made));
      assertThat(
              engine.rows(
                  "SELECT count(*) - count(DISTINCT number), count(*) - count(DISTINCT hash)"
                      + " FROM tarn.tarn.audit"))
          .containsExactly(List.of("0", "0"));
    }
  }

  @Test
  void aBranchShowsItsOwnAndATagWhatWas() {
    tarn.change(MAIN, described("forked", 0, TABLES, "before"));
    tarn.awaitTables(MAIN);
    // The state tables follow the log, but a tag of what is newest has them whole.
    tarn.change(MAIN, described("forked", 9, 10, "just before the tag"));
    tarn.branch("forked");
    tarn.tag("unforked");
    List<JsonNode> assets = tarn.assets(MAIN);
    List<JsonNode> relationships = tarn.relationships(MAIN);
    long tagged = tarn.seq();

    tarn.change("forked", described("forked", 0, 5, "on the branch"));
    tarn.change("forked", List.of(related("relate", "forked", 0, 1)));
    tarn.change(MAIN, described("forked", 3, 8, "on main"));
    tarn.awaitTables("forked");
    for (SqlEngine engine : both()) {
      engine.connect("forked", "default@forked");
      engine.connect("unforked", "default@unforked");
    }

    expectStatesOfMain();
    expectStates("forked", tarn.assets("forked"), tarn.relationships("forked"));
    expectStates("unforked", assets, relationships);
    for (SqlEngine engine : both()) {
      assertThat(engine.rows("SELECT max(seq) FROM unforked.tarn.changes"))
          .containsExactly(List.of(Long.toString(tagged)));
    }
  }

  @Test
  void nobodyWritesThem() {
    tarn.awaitTables(MAIN);
    long before = tarn.seq();
    for (SqlEngine engine : both()) {
      for (String refused :
          List.of(
              "DELETE FROM tarn.tarn.assets WHERE type = 'table'",
              "UPDATE tarn.tarn.relationships SET version = 9",
              "INSERT INTO tarn.tarn.types SELECT * FROM tarn.tarn.types",
              "ALTER TABLE tarn.tarn.changes RENAME COLUMN seq TO number",
              "DROP TABLE tarn.tarn.changes",
              "CREATE TABLE tarn.tarn.mine (id INT)",
              "DROP SCHEMA tarn.tarn")) {
        assertThatThrownBy(() -> engine.run(refused))
            .as(refused)
            .isInstanceOf(EngineException.class);
      }
    }
    assertThat(tarn.seq()).isEqualTo(before);
    expectStatesOfMain();
  }
}
