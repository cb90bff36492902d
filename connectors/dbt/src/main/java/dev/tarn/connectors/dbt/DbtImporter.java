package dev.tarn.connectors.dbt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.connectors.mapping.FoldedRead;
import dev.tarn.connectors.mapping.JsonRecords;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.ingest.ImportInput;
import dev.tarn.core.ingest.ImportPosition;
import dev.tarn.core.ingest.ImportSink;
import dev.tarn.core.ingest.Importer;
import java.io.CharConversionException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads dbt's manifest and catalog. Files are read entry by entry, the manifest twice: first the
 * names of all its nodes, which stay in memory (about 500 bytes each), then the nodes.
 */
public final class DbtImporter implements Importer {
  private static final int NONE = 0;
  private static final int LIKELY = 60;
  private static final int CERTAIN = 95;

  private static final Set<String> MANIFEST =
      Set.of(
          "nodes",
          "sources",
          "exposures",
          "metrics",
          "semantic_models",
          "saved_queries",
          "unit_tests",
          "groups",
          "macros",
          "docs",
          "disabled",
          "functions",
          "selectors");

  private static final Set<String> CATALOG = Set.of("nodes", "sources");

  @Override
  public String format() {
    return "dbt";
  }

  @Override
  public String description() {
    return "dbt artifacts: manifest.json, catalog.json, or both";
  }

  @Override
  public int recognise(List<ImportInput> inputs) throws IOException {
    int least = inputs.isEmpty() ? NONE : CERTAIN;
    for (ImportInput input : inputs) {
      least = Math.min(least, recognise(JsonRecords.head(input)));
    }
    return least;
  }

  private static int recognise(String head) {
    if (!head.stripLeading().startsWith("{")) {
      return NONE;
    }
    if (head.contains("/dbt/manifest/") || head.contains("/dbt/catalog/")) {
      return CERTAIN;
    }
    return head.contains("\"dbt_version\"") && head.contains("\"nodes\"") ? LIKELY : NONE;
  }

  @Override
  public void read(List<ImportInput> inputs, ImportSink sink) throws IOException {
    List<Artifact> artifacts = new ArrayList<>();
    Project project = new Project();
    for (ImportInput input : inputs) {
      Artifact artifact = Artifact.identify(input);
      artifacts.add(artifact);
      if (artifact.kind() == Artifact.Kind.MANIFEST) {
        names(artifact, project);
      }
    }
    FoldedRead.read(inputs, sink, (fold, report) -> readAll(artifacts, project, fold, report));
  }

  private static void names(Artifact manifest, Project project) throws IOException {
    try {
      project.add(manifest);
    } catch (JsonProcessingException | CharConversionException e) {
      // The same error is met, and reported, when the nodes are mapped.
    }
  }

  private static void readAll(
      List<Artifact> artifacts, Project project, FoldedRead.Fold fold, ImportSink report)
      throws IOException {
    long bytesBefore = 0;
    for (Artifact artifact : artifacts) {
      switch (artifact.kind()) {
        case MANIFEST -> {
          ManifestMapper mapper = new ManifestMapper(project, fold.changes(), report);
          read(artifact, MANIFEST, mapper::map, fold, report, bytesBefore);
        }
        case CATALOG -> {
          CatalogMapper mapper = new CatalogMapper(project, fold.changes(), report);
          read(artifact, CATALOG, mapper::map, fold, report, bytesBefore);
        }
        case OTHER -> {
          // Reads it through, so that a broken file is told from a foreign one.
          if (read(artifact, Set.of(), (s, k, e, at) -> {}, fold, report, bytesBefore)) {
            report.rejected(
                new ImportPosition(artifact.input().name(), 1),
                ErrorCode.INVALID_VALUE,
                "this is neither a manifest nor a catalog of dbt",
                "metadata.dbt_schema_version");
          }
        }
      }
      bytesBefore += artifact.input().sizeBytes();
    }
  }

  /** Maps an entry of an artifact. */
  interface EntryMapper {
    void map(String section, String key, JsonNode entry, ImportPosition position);
  }

  private static boolean read(
      Artifact artifact,
      Set<String> sections,
      EntryMapper mapper,
      FoldedRead.Fold fold,
      ImportSink report,
      long bytesBefore)
      throws IOException {
    String name = artifact.input().name();
    long[] last = new long[1];
    try {
      artifact.read(
          sections,
          (section, key, entry, number, bytesRead) -> {
            last[0] = number;
            mapper.map(section, key, entry, new ImportPosition(name, number));
            fold.endOfRecord();
            report.progress(bytesBefore + bytesRead);
          });
      return true;
    } catch (JsonProcessingException | CharConversionException e) {
      report.rejected(
          new ImportPosition(name, last[0] + 1),
          JsonRecords.code(e),
          "the rest of the file cannot be read: " + JsonRecords.message(e),
          null);
      return false;
    }
  }
}
