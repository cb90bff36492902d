package dev.tarn.core.scope;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;

/** Where in a branch's history a read is answered: {@code ?at=} of a request. */
public sealed interface PointInTime {
  /** Exactly as of a commit. */
  record AtCommit(CommitId commit) implements PointInTime {}

  /** As of the last commit at or before this time. */
  record AtTime(Instant time) implements PointInTime {}

  /** As of a tag of the tenant. */
  record AtTag(BranchName tag) implements PointInTime {}

  /**
   * Reads a commit ({@code 42-9f3c…}), an ISO-8601 time with offset ({@code 2026-01-31T12:00:00Z})
   * or else a tag's name.
   *
   * @throws CatalogException {@code invalid-name} if it is none of these
   */
  static PointInTime parse(String text) {
    if (CommitId.isCommitId(text)) {
      return new AtCommit(CommitId.parse(text));
    }
    if (!text.isEmpty() && Character.isDigit(text.charAt(0))) {
      try {
        return new AtTime(OffsetDateTime.parse(text).toInstant());
      } catch (DateTimeParseException e) {
        throw CatalogException.ofField(
            ErrorCode.INVALID_REQUEST,
            "at",
            "'at' is a commit (<seq>-<hash>), a time such as 2026-01-31T12:00:00Z, or a tag");
      }
    }
    return new AtTag(new BranchName(text));
  }
}
