package dev.tarn.lucene;

import dev.tarn.core.scope.CommitId;
import java.util.Optional;

/**
 * The name of a folder that holds an index as it was at one commit.
 *
 * @param kind whether it is kept, or was made for readers of the moment
 */
record KeptName(Kind kind, CommitId commit) {
  enum Kind {
    /** Stays until {@link Retention} lets it go. */
    KEPT('s'),
    /** Goes when nobody has it open. */
    PASSING('m');

    private final char letter;

    Kind(char letter) {
      this.letter = letter;
    }
  }

  static Optional<KeptName> parse(String folder) {
    for (Kind kind : Kind.values()) {
      if (folder.charAt(0) == kind.letter && CommitId.isCommitId(folder.substring(1))) {
        return Optional.of(new KeptName(kind, CommitId.parse(folder.substring(1))));
      }
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return kind.letter + commit.toString();
  }
}
