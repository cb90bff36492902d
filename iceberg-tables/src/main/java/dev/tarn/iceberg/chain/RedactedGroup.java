package dev.tarn.iceberg.chain;

import java.util.List;
import org.apache.iceberg.data.Record;

/**
 * A group whose rows are no longer what was written.
 *
 * @param before the hash of the group before it in the log; empty where that has none
 * @param hash that it had, and keeps
 * @param digest {@link GroupHash#ofRedacted} of its rows
 */
public record RedactedGroup(String groupId, String before, String hash, String digest) {
  /**
   * Returns a group as it is after it was redacted.
   *
   * @param before the hash of the group before it in the log; empty where that has none
   * @param rows all rows of the group, in the order of {@code seq}, with its new salt and its hash
   */
  public static RedactedGroup of(String before, List<Record> rows) {
    Record first = rows.getFirst();
    String salt = GroupHash.salt(first);
    String hash = GroupHash.hash(first);
    if (salt == null || hash == null) {
      throw new IllegalArgumentException("a group from before there were hashes needs no list");
    }
    return new RedactedGroup(
        String.valueOf(first.getField("group_id")), before, hash, GroupHash.ofRedacted(salt, rows));
  }
}
