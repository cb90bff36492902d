package dev.tarn.connectors.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.ingest.ImportPosition;
import dev.tarn.core.ingest.ImportSink;
import org.jspecify.annotations.Nullable;

/**
 * One record being mapped: where its content goes, and where its faults do.
 *
 * @param fold takes what the record says
 * @param report takes faults and what is not mapped
 * @param position of the record
 */
public record RecordScope(ChangeFold fold, ImportSink report, ImportPosition position) {
  /** The longest qualified name that the catalog takes, in characters. */
  private static final int MAX_QUALIFIED_NAME_CHARS = 2_048;

  /** Counts something that the catalog has no place for. */
  public void notMapped(String what) {
    report.notMapped(what);
  }

  /** Reports a field at fault, by its path in the record. */
  public void rejected(ErrorCode code, String message, String field) {
    report.rejected(position, code, message, field);
  }

  /**
   * Returns the text of a field that has to be there and to fit a name; reports it if it does not.
   */
  public @Nullable String name(JsonNode node, String field, String pathBefore) {
    String path = pathBefore.isEmpty() ? field : pathBefore + "." + field;
    JsonNode value = node.path(field);
    if (value.isMissingNode() || value.isNull()) {
      rejected(ErrorCode.MISSING_FIELD, "the field is required", path);
      return null;
    }
    String text = Json.text(value);
    if (text == null) {
      rejected(ErrorCode.INVALID_VALUE, "expected text that is not blank", path);
      return null;
    }
    if (text.length() > MAX_QUALIFIED_NAME_CHARS) {
      rejected(
          ErrorCode.VALUE_TOO_LARGE,
          text.length() + " characters; at most " + MAX_QUALIFIED_NAME_CHARS + " are allowed",
          path);
      return null;
    }
    return text;
  }
}
