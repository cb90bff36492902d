package dev.tarn.iceberg.log;

/** What became of a commit. */
public sealed interface BranchOutcome {
  /** It is visible, as this head. */
  record Committed(BranchHead head) implements BranchOutcome {}

  /** The branch had moved; nothing of it is or will be visible. */
  record Conflict() implements BranchOutcome {}

  /** The answer was lost: it is visible, or becomes so a moment later, or never. */
  record Unknown(Exception cause) implements BranchOutcome {}
}
