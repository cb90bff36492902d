package dev.tarn.rest.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.iceberg.view.ViewMetadata;
import org.apache.iceberg.view.ViewMetadataParser;

/** Views in other places. */
final class ViewMoves {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LOCATION = "location";

  private ViewMoves() {}

  /**
   * Returns a view as its metadata file says, but for its location. By its JSON: what Iceberg
   * builds from a view is a change of it, which no file has.
   */
  static ViewMetadata to(String location, ViewMetadata metadata) {
    try {
      ObjectNode json = (ObjectNode) JSON.readTree(ViewMetadataParser.toJson(metadata));
      return ViewMetadataParser.fromJson(
          metadata.metadataFileLocation(), json.put(LOCATION, location));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Iceberg writes what is no JSON", e);
    }
  }
}
