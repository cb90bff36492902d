package dev.tarn.rest.request;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tarn.core.error.ErrorCode;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An error, in the form of RFC 9457.
 *
 * @param type a URI that names the kind of error
 * @param title the same for all errors of the code
 * @param status the HTTP status
 * @param detail what is wrong with this request
 * @param code stable, for programs
 * @param field the path of the field, or the name of the parameter or header, at fault
 * @param position where in the text of the field, in characters from 0
 * @param line the line of a stream, or the number of a record in a list, from 1
 * @param currentVersion the version that the entity has; 0 where it does not exist
 * @param requestId finds the request in the log
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "An error, in the form of RFC 9457.")
public record Problem(
    @Schema(
            description = "A URI that names the kind of error.",
            example = "urn:tarn:error:version-conflict")
        String type,
    @Schema(
            description = "For people; the same for all errors of the code.",
            example = "Version conflict")
        String title,
    @Schema(description = "The HTTP status.", example = "409") int status,
    @Schema(
            description = "What is wrong with this request.",
            example = "expected version 2 but the current version is 3")
        String detail,
    @Schema(description = "Stable, for programs.", example = "version-conflict") String code,
    @Schema(description = "The path of the field, or the parameter or header, at fault.")
        @Nullable String field,
    @Schema(description = "Where in the text of the field, in characters from 0.", example = "12")
        @Nullable Integer position,
    @Schema(description = "The line, or the record of a list, at fault; from 1.")
        @Nullable Long line,
    @Schema(
            description = "The version that the entity has; 0 where it does not exist.",
            example = "3")
        @Nullable Long currentVersion,
    @Schema(description = "Finds the request in logs.") String requestId) {

  private static final String TYPE_PREFIX = "urn:tarn:error:";

  /** The media type of a problem. */
  public static final String MEDIA_TYPE = "application/problem+json";

  static Problem of(
      ErrorCode code,
      String detail,
      @Nullable String field,
      @Nullable Integer position,
      @Nullable Long line,
      @Nullable Long currentVersion,
      String requestId) {
    return new Problem(
        TYPE_PREFIX + code.code(),
        title(code.code()),
        code.httpStatus(),
        detail,
        code.code(),
        field,
        position,
        line,
        currentVersion,
        requestId);
  }

  static Problem of(HttpErrorCode code, String detail, String requestId) {
    return new Problem(
        TYPE_PREFIX + code.code(),
        title(code.code()),
        code.httpStatus(),
        detail,
        code.code(),
        null,
        null,
        null,
        null,
        requestId);
  }

  private static String title(String code) {
    String words = code.replace('-', ' ');
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
