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

  /** Returns where the last group is that changed a pointer. */
  static LogPosition ofPointers(BranchHead head) {
    String text = head.metadata(BranchTables.CHANGES).property(BranchTables.LAST_POINTERS, "");
    int space = text.indexOf(' ');
    return space < 0
        ? new LogPosition(0, "")
        : new LogPosition(Long.parseLong(text.substring(0, space)), text.substring(space + 1));
  }

  /** Returns the form that {@link #ofPointers} reads. */
  String asProperty() {
    return seq + " " + groupId;
  }
}
