package dev.tarn.rest.privacy;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tarn.core.catalog.PrivacyRunReport;
import dev.tarn.core.privacy.ErasureReport;
import dev.tarn.core.privacy.Finding;
import dev.tarn.core.privacy.PersonReport;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A run about a person, as it is at the moment. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "PrivacyRun", description = "A run about a person.")
record PrivacyRunView(
    String id,
    @Schema(description = "running, succeeded, failed or cancelled.") String status,
    @Schema(description = "What it does at the moment, such as finding.") String phase,
    String startedAt,
    @Nullable String finishedAt,
    @Schema(description = "Since the start, in milliseconds.") long elapsedMillis,
    @Schema(description = "Files in this phase so far.") long files,
    @Schema(description = "What is held of the person.") @Nullable Found found,
    @Schema(description = "What was replaced.") @Nullable Replaced replaced,
    @Schema(description = "Why it failed.") @Nullable Failure error) {
  /** What is held of the person. */
  @Schema(name = "PersonReport")
  record Found(
      @Schema(description = "What they were looked for by.") List<String> words,
      @Schema(description = "Files that were read.") long files,
      @Schema(description = "Values that a replacement would reach, in all files.")
          long replaceable,
      @Schema(description = "Values that name the person and would stay.") long kept,
      List<Place> places) {
    static Found of(PersonReport report) {
      return new Found(
          Stream.concat(
                  Stream.concat(report.names().actors().stream(), report.names().words().stream()),
                  report.names().assets().stream().map(Object::toString))
              .sorted()
              .toList(),
          report.files(),
          report.replaceable(),
          report.kept(),
          report.findings().stream().map(Place::of).toList());
    }
  }

  /** What one place holds of the person. */
  @Schema(name = "PersonPlace")
  record Place(
      @Schema(example = "changes.actor") String place,
      @Schema(description = "A value that is in more than one file counts for each.") long count,
      @Schema(description = "Whether a replacement would reach it.") boolean isReplaced,
      @Schema(description = "Some of the values, cut to where the person is named.")
          List<String> samples) {
    static Place of(Finding finding) {
      return new Place(finding.place(), finding.count(), finding.isReplaced(), finding.samples());
    }
  }

  /** What was replaced, and the proof. */
  @Schema(name = "PersonReplacement")
  record Replaced(
      @Schema(description = "pseudonymise or erase.") String mode,
      @Schema(description = "What the person is called now; erased persons have none that is kept.")
          @Nullable String pseudonym,
      @Schema(description = "Files that were rewritten.") long files,
      @Schema(description = "Of these, those that could not keep their length.") long resized,
      @Schema(description = "How often all files were read; the last time found nothing.")
          int passes,
      @Schema(description = "Values that are left, though they should not be; 0 is the proof.")
          long found,
      @Schema(description = "These.") List<Place> left,
      @Schema(description = "What names the person and stays, such as names of tables.")
          List<Place> kept) {
    static Replaced of(ErasureReport report) {
      return new Replaced(
          report.mode().name().toLowerCase(Locale.ROOT),
          report.pseudonym(),
          report.files().files(),
          report.files().resized(),
          report.files().passes(),
          report.found(),
          report.left().stream().map(Place::of).toList(),
          report.files().kept().stream().map(Place::of).toList());
    }
  }

  /** Why a run failed. */
  @Schema(name = "PrivacyRunFailure")
  record Failure(@Schema(description = "Stable, for programs.") String code, String detail) {}

  static PrivacyRunView of(PrivacyRunReport run) {
    Instant end = run.finishedAt() == null ? run.at() : run.finishedAt();
    return new PrivacyRunView(
        run.id(),
        run.status().code(),
        run.phase().code(),
        run.startedAt().toString(),
        run.finishedAt() == null ? null : run.finishedAt().toString(),
        Duration.between(run.startedAt(), end).toMillis(),
        run.files(),
        run.found() == null ? null : Found.of(run.found()),
        run.replaced() == null ? null : Replaced.of(run.replaced()),
        run.error() == null
            ? null
            : new Failure(run.error().code(), Objects.requireNonNullElse(run.detail(), "")));
  }
}
