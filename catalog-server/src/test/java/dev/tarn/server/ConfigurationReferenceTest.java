package dev.tarn.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * docs/configuration.md is what the settings' records say. {@code -Dreference.write=true} writes
 * it.
 */
final class ConfigurationReferenceTest {
  private static final Path REFERENCE =
      Path.of(System.getProperty("tarn.root"), "docs", "configuration.md");
  private static final String HEAD =
      """
      # Configuration

      Settings of the server: as `--name=value` after `./tarn up`, in an `application.yaml` in the
      working folder, or as an environment variable (`TARN_CATALOG_DATAFOLDER`). An unknown name below
      `tarn.` stops the start. This page is generated from the settings' records.

      | setting | default | what it is |
      |---|---|---|
      """;

  @Test
  void theReferenceIsWhatTheRecordsSay() throws IOException {
    String generated = generated();
    if (Boolean.getBoolean("reference.write")) {
      Files.writeString(REFERENCE, generated);
    }
    assertThat(Files.readString(REFERENCE)).isEqualTo(generated);
  }

  private static String generated() throws IOException {
    Map<String, String> rows = new TreeMap<>();
    for (URL metadata :
        Collections.list(
            ConfigurationReferenceTest.class
                .getClassLoader()
                .getResources("META-INF/spring-configuration-metadata.json"))) {
      for (JsonNode property : read(metadata).path("properties")) {
        String name = property.path("name").asText();
        if (name.startsWith("tarn.")) {
          assertThat(property.path("description").asText()).as("what %s is", name).isNotEmpty();
          rows.put(name, row(name, property));
        }
      }
    }
    assertThat(rows).hasSizeGreaterThan(15);
    return HEAD + String.join("", rows.values());
  }

  private static JsonNode read(URL metadata) throws IOException {
    try (InputStream in = metadata.openStream()) {
      return new ObjectMapper().readTree(in);
    }
  }

  private static String row(String name, JsonNode property) {
    String value = property.path("defaultValue").asText();
    return "| `"
        + name
        + "` | "
        + (value.isEmpty() ? "" : "`" + value + "`")
        + " | "
        + property
            .path("description")
            .asText()
            .replace('\n', ' ')
            .replaceAll("\\{@code ([^}]*)}", "`$1`")
        + " |\n";
  }
}
