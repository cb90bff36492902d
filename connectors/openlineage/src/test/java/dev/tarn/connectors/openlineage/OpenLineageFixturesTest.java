package dev.tarn.connectors.openlineage;

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
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Real events, counted by reading them in another way. */
class OpenLineageFixturesTest {
  private static List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(Fixtures.folder("openlineage"))) {
      return all.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  /** What is in the events, by the names that they use. */
  private static final class Expected {
    final Set<String> jobs = new TreeSet<>();
    final Set<String> datasets = new TreeSet<>();
    final Set<String> columns = new TreeSet<>();
    final Set<String> tableEdges = new TreeSet<>();
    final Set<String> columnEdges = new TreeSet<>();
    final Set<String> owners = new TreeSet<>();
    final Set<String> sameAs = new TreeSet<>();
    final Set<String> facets = new HashSet<>();

    void add(JsonNode event) {
      String job = job(event.path("job"));
      JsonNode parent = event.at("/run/facets/parent/job");
      if (parent.isObject()) {
        job(parent);
      }
      for (JsonNode owner : event.at("/job/facets/ownership/owners")) {
        owners.add(job + " " + owner.path("name").asText());
      }
      event
          .at("/job/facets/airflow/tasks")
          .fieldNames()
          .forEachRemaining(task -> jobs.add(job + "." + task));
      String dag = event.at("/run/facets/airflow/dag/dag_id").asText();
      if (!dag.isEmpty()) {
        owners.add("airflow/" + dag + " " + event.at("/run/facets/airflow/dag/owner").asText());
      }
      for (JsonNode input : event.path("inputs")) {
        tableEdges.add(dataset(input) + " > " + job);
      }
      for (JsonNode output : event.path("outputs")) {
        String target = dataset(output);
        tableEdges.add(job + " > " + target);
        output
            .at("/facets/columnLineage/fields")
            .properties()
            .forEach(
                field -> {
                  String column = target + "#" + field.getKey();
                  columns.add(column);
                  for (JsonNode source : field.getValue().path("inputFields")) {
                    String from = key(source) + "#" + source.path("field").asText();
                    columns.add(from);
                    columnEdges.add(from + " > " + column);
                  }
                });
      }
    }

    private String job(JsonNode node) {
      String name = node.path("namespace").asText() + "/" + node.path("name").asText();
      jobs.add(name);
      return name;
    }

    private static String key(JsonNode node) {
      return node.path("namespace").asText() + "/" + node.path("name").asText();
    }

    private String dataset(JsonNode node) {
      String name = key(node);
      datasets.add(name);
      for (JsonNode field : node.at("/facets/schema/fields")) {
        columns.add(name + "#" + field.path("name").asText());
      }
      for (JsonNode link : node.at("/facets/symlinks/identifiers")) {
        datasets.add(key(link));
        sameAs.add(name + " = " + key(link));
      }
      return name;
    }
  }

  private static int count(ImportedCatalog catalog, Collection<String> types) throws IOException {
    int count = 0;
    for (Asset asset : catalog.assets().values()) {
      if (types.contains(asset.type())) {
        count++;
      }
    }
    return count;
  }

  @Test
  void everythingArrivesOnceAndASecondImportChangesNothing() throws IOException {
    List<ImportInput> inputs = new ArrayList<>();
    Expected expected = new Expected();
    for (Path file : files()) {
      inputs.add(new FileInput(file));
      expected.add(new ObjectMapper().readTree(file.toFile()));
    }
    assertThat(inputs).hasSizeGreaterThan(40);

    try (ImportedCatalog catalog = new ImportedCatalog()) {
      ImportedCatalog.Summary first = catalog.run(new OpenLineageImporter(), inputs);
      assertThat(first.refused()).isEmpty();
      assertThat(first.record().rejections()).isEmpty();
      assertThat(count(catalog, Set.of("job", "pipeline"))).isEqualTo(expected.jobs.size());
      assertThat(count(catalog, Set.of("table", "file", "dataset", "topic")))
          .isEqualTo(expected.datasets.size());
      assertThat(count(catalog, Set.of("column"))).isEqualTo(expected.columns.size());
      assertThat(catalog.relationships("lineage"))
          .hasSize(expected.tableEdges.size() + expected.columnEdges.size());
      assertThat(catalog.relationships("same-as")).hasSize(expected.sameAs.size());
      assertThat(catalog.assets().values().stream().mapToInt(asset -> asset.owners().size()).sum())
          .isEqualTo(expected.owners.size());
      // No job is there twice, as a pipeline and as a job.
      assertThat(catalog.assets("job").keySet())
          .doesNotContainAnyElementsOf(catalog.assets("pipeline").keySet());

      ImportedCatalog.Summary second = catalog.run(new OpenLineageImporter(), inputs);
      assertThat(second.created() + second.updated()).isZero();
      assertThat(second.unchanged()).isEqualTo(first.record().changes().size());
    }
  }

  @Test
  void eachFileIsRecognised() throws IOException {
    for (Path file : files()) {
      assertThat(new OpenLineageImporter().recognise(List.of(new FileInput(file))))
          .as(file.toString())
          .isGreaterThanOrEqualTo(70);
    }
  }
}
