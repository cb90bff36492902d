package dev.tarn.connectors.datahub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tarn.core.asset.Asset;
import dev.tarn.core.ingest.ImportInput;
import dev.tarn.testkit.ingest.FileInput;
import dev.tarn.testkit.ingest.Fixtures;
import dev.tarn.testkit.ingest.ImportedCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A real showcase, counted by reading its files whole. */
class DataHubFixturesTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(Fixtures.folder("datahub-showcase"))) {
      return all.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  /** What is in the files, by URN; Snowflake's in one case, as it ignores case. */
  private static final class Expected {
    final Set<String> entities = new TreeSet<>();
    final Set<String> columns = new TreeSet<>();
    final Set<String> owners = new TreeSet<>();
    final Set<String> tags = new TreeSet<>();
    final Set<String> terms = new TreeSet<>();
    final Set<String> domains = new TreeSet<>();
    final Set<String> lineage = new TreeSet<>();
    final Set<String> members = new TreeSet<>();
    final Set<String> described = new TreeSet<>();
    final Set<String> contents = new TreeSet<>();
    final Map<String, Long> aspects = new TreeMap<>();

    private static String fold(String urn) {
      return urn.contains("dataPlatform:snowflake,") ? urn.toLowerCase(Locale.ROOT) : urn;
    }

    private static String field(String dataset, JsonNode field) {
      return fold("urn:li:schemaField:(" + dataset + "," + field.path("fieldPath").asText() + ")");
    }

    private void edge(String source, String target) {
      for (String end : List.of(source, target)) {
        if (end.startsWith("urn:li:schemaField:")) {
          columns.add(fold(end));
        }
      }
      lineage.add(fold(source) + " > " + fold(target));
    }

    void add(JsonNode proposal) throws IOException {
      String urn = proposal.path("entityUrn").asText();
      String name = proposal.path("aspectName").asText();
      JsonNode envelope = proposal.path("aspect");
      JsonNode aspect =
          envelope.has("value")
              ? MAPPER.readTree(envelope.path("value").asText())
              : envelope.path("json");
      entities.add(fold(urn));
      if (urn.startsWith("urn:li:schemaField:")) {
        columns.add(fold(urn));
      }
      aspects.merge(urn.split(":")[2] + "." + name, 1L, Long::sum);
      if (!aspect.path("description").asText().isBlank()) {
        described.add(fold(urn));
      }
      switch (name) {
        case "ownership" -> {
          for (JsonNode owner : aspect.path("owners")) {
            String type = owner.path("typeUrn").asText(owner.path("type").asText());
            String kind = type.replaceAll(".*__system__", "").toLowerCase(Locale.ROOT);
            boolean plain = kind.equals("none") || kind.equals("dataowner");
            owners.add(fold(urn) + " " + owner.path("owner").asText() + " " + (plain ? "" : kind));
          }
        }
        case "globalTags" -> tags(fold(urn), aspect);
        case "glossaryTerms" -> terms(fold(urn), aspect);
        case "domains" -> aspect.path("domains").forEach(domain -> domains.add(fold(urn)));
        case "datasetProperties" ->
            aspect.path("tags").forEach(tag -> tags.add(fold(urn) + " " + tag.asText()));
        case "schemaMetadata" -> fields(urn, aspect.path("fields"));
        case "editableSchemaMetadata" -> fields(urn, aspect.path("editableSchemaFieldInfo"));
        case "upstreamLineage" -> {
          aspect
              .path("upstreams")
              .forEach(upstream -> edge(upstream.path("dataset").asText(), urn));
          fine(aspect);
        }
        case "dataJobInputOutput" -> {
          aspect.path("inputDatasets").forEach(input -> edge(input.asText(), urn));
          aspect.path("outputDatasets").forEach(output -> edge(urn, output.asText()));
          aspect.path("inputDatajobs").forEach(input -> edge(input.asText(), urn));
          destinations(aspect.path("inputDatasetEdges")).forEach(input -> edge(input, urn));
          destinations(aspect.path("outputDatasetEdges")).forEach(output -> edge(urn, output));
          destinations(aspect.path("inputDatajobEdges")).forEach(input -> edge(input, urn));
          fine(aspect);
        }
        case "chartInfo" ->
            aspect.path("inputs").forEach(input -> edge(input.path("string").asText(), urn));
        case "dashboardInfo" -> {
          aspect
              .path("charts")
              .forEach(
                  chart -> {
                    edge(chart.asText(), urn);
                    contents.add(urn + " " + chart.asText());
                  });
          destinations(aspect.path("datasetEdges")).forEach(dataset -> edge(dataset, urn));
        }
        case "inputFields" -> {
          for (JsonNode input : aspect.path("fields")) {
            String field = input.path("schemaFieldUrn").asText();
            edge(field, urn);
            tags(fold(field), input.at("/schemaField/globalTags"));
          }
        }
        case "dataProductProperties" ->
            destinations(aspect.path("assets")).forEach(asset -> contents.add(urn + " " + asset));
        case "groupMembership" -> aspect.path("groups").forEach(g -> members.add(urn + g));
        case "nativeGroupMembership" ->
            aspect.path("nativeGroups").forEach(g -> members.add(urn + g));
        case "roleMembership" -> aspect.path("roles").forEach(r -> members.add(urn + r));
        default -> {}
      }
    }

    private static List<String> destinations(JsonNode edges) {
      List<String> urns = new ArrayList<>();
      edges.forEach(edge -> urns.add(edge.path("destinationUrn").asText()));
      return urns;
    }

    private void fine(JsonNode aspect) {
      for (JsonNode lineage : aspect.path("fineGrainedLineages")) {
        for (JsonNode up : lineage.path("upstreams")) {
          lineage.path("downstreams").forEach(down -> edge(up.asText(), down.asText()));
        }
      }
    }

    private void fields(String dataset, JsonNode fields) {
      for (JsonNode field : fields) {
        String column = field(dataset, field);
        columns.add(column);
        tags(column, field.path("globalTags"));
        terms(column, field.path("glossaryTerms"));
      }
    }

    private void tags(String entity, JsonNode aspect) {
      for (JsonNode tag : aspect.path("tags")) {
        tags.add(entity + " " + tag.path("tag").asText().replace("urn:li:tag:", ""));
      }
    }

    private void terms(String entity, JsonNode aspect) {
      aspect.path("terms").forEach(term -> terms.add(entity + " " + term.path("urn").asText()));
    }
  }

  @Test
  void everythingArrivesOnceAndASecondImportChangesNothing() throws IOException {
    Expected expected = new Expected();
    List<ImportInput> inputs = new ArrayList<>();
    for (Path file : files()) {
      inputs.add(new FileInput(file));
      for (JsonNode proposal : MAPPER.readTree(file.toFile())) {
        expected.add(proposal);
      }
    }
    assertThat(expected.entities).hasSizeGreaterThan(1_000);

    try (ImportedCatalog catalog = new ImportedCatalog()) {
      ImportedCatalog.Summary first = catalog.run(new DataHubImporter(), inputs);
      assertThat(first.refused()).isEmpty();
      assertThat(first.record().rejections()).isEmpty();

      Map<String, Asset> assets = catalog.assets();
      Set<String> arrived = new TreeSet<>();
      Set<String> undescribed = new TreeSet<>();
      for (Asset asset : assets.values()) {
        if (asset.attributes().get("properties") instanceof Map<?, ?> properties
            && properties.get("datahub.urn") instanceof String urn) {
          arrived.add(Expected.fold(urn));
          if (asset.description() == null) {
            undescribed.add(Expected.fold(urn));
          }
        }
      }
      assertThat(arrived).isEqualTo(expected.entities);
      assertThat(undescribed).doesNotContainAnyElementsOf(expected.described);
      assertThat(catalog.assets("column")).hasSize(expected.columns.size());
      assertThat(assets.values().stream().mapToInt(asset -> asset.owners().size()).sum())
          .isEqualTo(expected.owners.size());
      assertThat(assets.values().stream().mapToInt(asset -> asset.tags().size()).sum())
          .isEqualTo(expected.tags.size());
      assertThat(assets.values().stream().mapToInt(asset -> asset.terms().size()).sum())
          .isEqualTo(expected.terms.size());
      assertThat(assets.values().stream().filter(asset -> asset.domainId() != null))
          .hasSize(expected.domains.size());
      assertThat(catalog.relationships("lineage")).hasSize(expected.lineage.size());
      assertThat(catalog.relationships("member-of")).hasSize(expected.members.size());
      assertThat(catalog.relationships("includes")).hasSize(expected.contents.size());

      Map<String, Long> notMapped = first.record().notMapped();
      assertThat(notMapped.keySet())
          .containsExactlyInAnyOrder(
              "chart.lineageFeatures",
              "corpuser.corpUserUsageFeatures",
              "dashboard.lineageFeatures",
              "dashboard.proposals",
              "dashboard.usageFeatures",
              "dataJob.lineageFeatures",
              "dataset.assertionsSummary",
              "dataset.entityInferenceMetadata",
              "dataset.lineageFeatures",
              "dataset.proposals",
              "dataset.schemaProposals",
              "dataset.storageFeatures beyond size",
              "dataset.usageFeatures",
              "document.documentSettings",
              "domain.assetSettings",
              "formatted view logic",
              "glossaryTerm.assetSettings");
      notMapped.forEach(
          (name, count) -> {
            if (expected.aspects.containsKey(name)) {
              assertThat(count).as(name).isEqualTo(expected.aspects.get(name));
            }
          });

      ImportedCatalog.Summary second = catalog.run(new DataHubImporter(), inputs);
      assertThat(second.created() + second.updated()).isZero();
      assertThat(second.unchanged()).isEqualTo(first.record().changes().size());
    }
  }

  @Test
  void eachFileIsRecognised() throws IOException {
    for (Path file : files()) {
      assertThat(new DataHubImporter().recognise(List.of(new FileInput(file))))
          .as(file.toString())
          .isGreaterThan(90);
    }
  }
}
