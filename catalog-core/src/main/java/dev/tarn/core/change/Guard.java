package dev.tarn.core.change;

/**
 * What a submission takes for granted of its branch. It is worked out at one commit, outside of the
 * committer; what the log has after that commit decides whether it still fits.
 */
public interface Guard {
  /** Returns the sequence number up to which the log was looked at. */
  long asOfSeq();

  /** Returns whether the submission does not fit any more after this entry. Cheap. */
  boolean isBrokenBy(LogEntry entry);
}
