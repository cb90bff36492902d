package dev.tarn.iceberg.nessie;

import dev.tarn.core.table.TableName;
import java.util.Map;

/** Nessie's answer to a commit. */
public sealed interface CommitAnswer {
  /**
   * It is the branch's head, or was a moment ago.
   *
   * @param newContentIds of those names that the commit created
   */
  record Committed(String hash, Map<TableName, String> newContentIds) implements CommitAnswer {
    public Committed {
      newContentIds = Map.copyOf(newContentIds);
    }
  }

  /** A table of the commit was changed by someone else since the expected hash. */
  record Conflict() implements CommitAnswer {}

  /** The request did not reach Nessie, or was refused: nothing happened, and nothing will. */
  record Refused(Exception cause) implements CommitAnswer {}

  /** No answer, or one that tells nothing. */
  record Unknown(Exception cause) implements CommitAnswer {}
}
