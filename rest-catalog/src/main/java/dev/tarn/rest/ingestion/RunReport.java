package dev.tarn.rest.ingestion;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An import, as it is at the moment. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "An import of files.")
record RunReport(
    String id,
    @Schema(description = "queued, running, succeeded or failed.") String status,
    @Schema(example = "dbt") String format,
    @Schema(description = "The names of the files.") List<String> files,
    @Schema(description = "Who started it.") String actor,
    String queuedAt,
    @Nullable String startedAt,
    @Nullable String finishedAt,
    @Schema(description = "How much of the files has been read.") long bytesRead,
    long bytesTotal,
    long created,
    long updated,
    long deleted,
    long unchanged,
    long rejected,
    @Schema(description = "The first rejections; all of them are counted.")
        List<Rejection> rejections,
    @Schema(description = "What the catalog has no place for, with how often it came.")
        Map<String, Long> notMapped,
    @Schema(description = "The newest commit of its changes.") @Nullable String commit,
    @Schema(description = "Why it failed.") @Nullable Failure error) {
  /** A record that was refused. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Rejection(
      @Schema(description = "The file's name.") String input,
      @Schema(description = "The line, or of a file that is one document the record; from 1.")
          long line,
      @Schema(description = "Stable, for programs.") String code,
      String detail,
      @Schema(description = "The path of the field at fault.") @Nullable String field) {}

  /** Why an import failed. */
  record Failure(@Schema(description = "Stable, for programs.") String code, String detail) {}
}
