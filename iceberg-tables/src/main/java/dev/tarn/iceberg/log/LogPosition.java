package dev.tarn.iceberg.log;

/**
 * An end of the log.
 *
 * @param seq the last sequence number; 0 for an empty log
 * @param groupId of the last group; empty for an empty log
 */
record LogPosition(long seq, String groupId) {
  static LogPosition of(BranchHead head) {
    return new LogPosition(head.commit().seq(), head.groupId());
  }
}
