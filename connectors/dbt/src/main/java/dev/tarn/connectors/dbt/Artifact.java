package dev.tarn.connectors.dbt;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tarn.connectors.mapping.CountingStream;
import dev.tarn.connectors.mapping.Json;
import dev.tarn.connectors.mapping.JsonRecords;
import dev.tarn.core.ingest.ImportInput;
import java.io.CharConversionException;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A file that dbt wrote, read entry by entry: memory is bounded by the largest entry. */
record Artifact(ImportInput input, Kind kind, JsonNode metadata) {
  enum Kind {
    MANIFEST,
    CATALOG,
    OTHER
  }

  /** Takes the entries of a section. */
  interface Entries {
    /**
     * Takes an entry.
     *
     * @param number of the entry in the file, from 1
     * @param bytesRead of the file so far
     */
    void entry(String section, String key, JsonNode entry, long number, long bytesRead)
        throws IOException;
  }

  /** Reads what kind of artifact a file is; its metadata may stand anywhere in it. */
  static Artifact identify(ImportInput input) throws IOException {
    JsonNode metadata = MissingNode.getInstance();
    try (JsonParser parser = JsonRecords.MAPPER.getFactory().createParser(input.open())) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          boolean found = parser.currentName().equals("metadata");
          parser.nextToken();
          if (found) {
            metadata = JsonRecords.MAPPER.readTree(parser);
            break;
          }
          parser.skipChildren();
        }
      }
    } catch (JsonProcessingException | CharConversionException e) {
      // Reading it reports the error, with its place.
      return new Artifact(input, Kind.OTHER, metadata);
    }
    return new Artifact(input, kind(Json.text(metadata, "dbt_schema_version")), metadata);
  }

  static Kind kind(@Nullable String schemaVersion) {
    if (schemaVersion == null) {
      return Kind.OTHER;
    }
    if (schemaVersion.contains("/dbt/manifest/")) {
      return Kind.MANIFEST;
    }
    return schemaVersion.contains("/dbt/catalog/") ? Kind.CATALOG : Kind.OTHER;
  }

  /**
   * Hands over the entries of these sections, one tree at a time, in the order of the file.
   *
   * @return how many there were
   * @throws JsonProcessingException if the file is broken; what stood before is handed over
   */
  long read(Set<String> sections, Entries entries) throws IOException {
    try (CountingStream counted = new CountingStream(input.open());
        JsonParser parser = JsonRecords.MAPPER.getFactory().createParser(counted)) {
      long number = 0;
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return number;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String section = parser.currentName();
        JsonToken start = parser.nextToken();
        if (start != JsonToken.START_OBJECT || !sections.contains(section)) {
          parser.skipChildren();
          continue;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String key = parser.currentName();
          parser.nextToken();
          number++;
          JsonNode entry = JsonRecords.MAPPER.readTree(parser);
          entries.entry(section, key, entry, number, counted.count());
        }
      }
      return number;
    }
  }
}
