package dev.tarn.connectors.dbt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tarn.core.asset.Asset;
import dev.tarn.core.ingest.ImportInput;
import dev.tarn.testkit.ingest.FileInput;
import dev.tarn.testkit.ingest.Fixtures;
import dev.tarn.testkit.ingest.ImportedCatalog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A real project, counted by reading its files whole. */
class DbtFixturesTest {
  private final Path folder = Fixtures.folder("dbt_zendesk");
  private final List<ImportInput> inputs =
      List.of(
          new FileInput(folder.resolve("manifest.json")),
          new FileInput(folder.resolve("catalog.json")));

  /** What is in the files, by the names that they use. */
  private static final class Expected {
    final Map<String, String> relations = new HashMap<>();
    final Set<String> ephemeral = new TreeSet<>();
    final Set<String> columns = new TreeSet<>();
    final Set<String> tags = new TreeSet<>();
    final Set<String> described = new TreeSet<>();
    final Set<String> lineage = new TreeSet<>();
    final Set<String> tests = new TreeSet<>();
    int queries;
    int disabled;

    Expected(JsonNode manifest, JsonNode catalog) {
      for (String section : List.of("nodes", "sources")) {
        manifest.path(section).forEach(this::name);
      }
      manifest.path("nodes").forEach(this::node);
      manifest.path("sources").forEach(this::node);
      for (String section : List.of("nodes", "sources")) {
        catalog
            .path(section)
            .properties()
            .forEach(
                entry ->
                    entry
                        .getValue()
                        .path("columns")
                        .fieldNames()
                        .forEachRemaining(
                            column -> columns.add(relations.get(entry.getKey()) + "." + column)));
      }
      manifest.path("disabled").forEach(list -> disabled += list.size());
    }

    private void name(JsonNode node) {
      String name = node.path("identifier").asText(node.path("alias").asText());
      switch (node.path("resource_type").asText()) {
        case "model", "seed", "snapshot", "source" -> {
          String relation =
              node.path("database").asText() + "." + node.path("schema").asText() + "." + name;
          relations.put(node.path("unique_id").asText(), relation);
          if (node.at("/config/materialized").asText().equals("ephemeral")) {
            ephemeral.add(relation);
          }
        }
        default -> {}
      }
    }

    private void node(JsonNode node) {
      String id = node.path("unique_id").asText();
      String relation = relations.get(id);
      node.path("tags").forEach(tag -> tags.add(id + " " + tag.asText()));
      if (relation != null) {
        node.path("columns").fieldNames().forEachRemaining(c -> columns.add(relation + "." + c));
        if (!node.path("description").asText().isBlank()) {
          described.add(relation);
        }
        for (JsonNode parent : node.at("/depends_on/nodes")) {
          lineage.add(relations.get(parent.asText()) + " > " + relation);
        }
      } else if (node.path("resource_type").asText().equals("test")) {
        tests.add(id);
      } else {
        queries++;
      }
    }
  }

  private Expected expected() throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    return new Expected(
        mapper.readTree(folder.resolve("manifest.json").toFile()),
        mapper.readTree(folder.resolve("catalog.json").toFile()));
  }

  @Test
  void everythingArrivesOnceAndASecondImportChangesNothing() throws IOException {
    Expected expected = expected();
    assertThat(expected.relations).hasSizeGreaterThan(100);
    try (ImportedCatalog catalog = new ImportedCatalog()) {
      ImportedCatalog.Summary first = catalog.run(new DbtImporter(), inputs);
      assertThat(first.refused()).isEmpty();
      assertThat(first.record().rejections()).isEmpty();

      Map<String, Asset> tables = catalog.assets("table");
      Set<String> relations = new TreeSet<>(expected.relations.values());
      assertThat(catalog.assets("view")).hasSize(expected.ephemeral.size());
      assertThat(tables).hasSize(relations.size() - expected.ephemeral.size());
      relations.removeAll(expected.ephemeral);
      assertThat(tables.keySet())
          .containsExactlyInAnyOrderElementsOf(
              relations.stream().map(name -> "postgres." + name).toList());
      assertThat(catalog.assets("column").keySet())
          .containsExactlyInAnyOrderElementsOf(
              expected.columns.stream().map(name -> "postgres." + name).toList());
      assertThat(catalog.assets("test")).hasSize(expected.tests.size());
      assertThat(catalog.relationships("tests")).hasSizeGreaterThanOrEqualTo(expected.tests.size());
      assertThat(catalog.assets("query")).hasSize(expected.queries);
      assertThat(catalog.relationships("lineage")).hasSize(expected.lineage.size());
      assertThat(catalog.assets().values().stream().mapToInt(asset -> asset.tags().size()).sum())
          .isEqualTo(expected.tags.size());
      for (String relation : expected.described) {
        String name = "postgres." + relation;
        Asset asset =
            tables.containsKey(name) ? tables.get(name) : catalog.assets("view").get(name);
        assertThat(asset.description()).as(name).isNotBlank();
      }
      Map<String, Long> notMapped = first.record().notMapped();
      assertThat(
              notMapped.entrySet().stream()
                  .filter(entry -> entry.getKey().startsWith("disabled."))
                  .mapToLong(Map.Entry::getValue)
                  .sum())
          .isEqualTo(expected.disabled);
      assertThat(notMapped).containsKeys("macro", "doc");

      ImportedCatalog.Summary second = catalog.run(new DbtImporter(), inputs);
      assertThat(second.created() + second.updated()).isZero();
      assertThat(second.unchanged()).isEqualTo(first.record().changes().size());
    }
  }

  @Test
  void bothFilesAreRecognised() throws IOException {
    assertThat(new DbtImporter().recognise(inputs)).isGreaterThan(90);
  }
}
