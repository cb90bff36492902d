package dev.tarn.rest.scan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.apache.iceberg.rest.requests.PlanTableScanRequest;
import org.apache.iceberg.rest.requests.PlanTableScanRequestParser;

/**
 * A scan, and how far its plan is.
 *
 * @param metadataLocation of the table as it was when the plan began: later commits do not change
 *     it
 * @param offset of the first task that is still to come
 */
record PlannedScan(String metadataLocation, PlanTableScanRequest request, long offset) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String METADATA = "metadata";
  private static final String OFFSET = "offset";
  private static final String REQUEST = "request";

  PlannedScan from(long next) {
    return new PlannedScan(metadataLocation, request, next);
  }

  /** Returns what another server knows it by. */
  String token() {
    ObjectNode json = JSON.createObjectNode();
    json.put(METADATA, metadataLocation);
    json.put(OFFSET, offset);
    json.put(REQUEST, PlanTableScanRequestParser.toJson(request));
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.toString().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads a token.
   *
   * @throws CatalogException {@code invalid-request} if it is none
   */
  static PlannedScan parse(String token) {
    try {
      JsonNode json = JSON.readTree(Base64.getUrlDecoder().decode(token));
      if (json.path(METADATA).isTextual()
          && json.path(OFFSET).canConvertToLong()
          && json.path(OFFSET).asLong() >= 0
          && json.path(REQUEST).isTextual()) {
        return new PlannedScan(
            json.path(METADATA).asText(),
            PlanTableScanRequestParser.fromJson(json.path(REQUEST).asText()),
            json.path(OFFSET).asLong());
      }
      throw refused(null);
    } catch (IOException | IllegalArgumentException e) {
      throw refused(e);
    }
  }

  private static CatalogException refused(@org.jspecify.annotations.Nullable Exception cause) {
    return new CatalogException(
        ErrorCode.INVALID_REQUEST, "the plan task is not one that this catalog gives", cause);
  }
}
