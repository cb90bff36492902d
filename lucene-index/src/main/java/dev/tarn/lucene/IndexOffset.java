package dev.tarn.lucene;

import dev.tarn.core.log.LogPosition;
import dev.tarn.core.scope.CommitId;
import dev.tarn.lucene.vector.TextHashes;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far an index has come in the log, in the form that is stored with each Lucene commit.
 *
 * @param groupId of the group that the last entry belongs to; empty for an empty index
 * @param nodes how many numbers of assets were given out
 * @param texts whether the documents of assets have the hashes of their texts, all or none
 */
record IndexOffset(CommitId commit, String groupId, int nodes, TextHashes texts) {
  /** Changes whenever documents would be written or read differently: older indexes are rebuilt. */
  private static final String FORMAT = "8";

  private static final String FORMAT_KEY = "tarn.format";
  private static final String COMMIT_KEY = "tarn.commit";
  private static final String GROUP_KEY = "tarn.group";
  private static final String NODES_KEY = "tarn.nodes";

  /** Returns the offset of an empty index. */
  static IndexOffset nothing(TextHashes texts) {
    return new IndexOffset(CommitId.NOTHING, "", 0, texts);
  }

  /** Returns where in the log this is. */
  LogPosition position() {
    return new LogPosition(commit.seq(), groupId);
  }

  Map<String, String> commitData() {
    Map<String, String> data = new HashMap<>(texts.commitData());
    data.put(FORMAT_KEY, FORMAT);
    data.put(COMMIT_KEY, commit.toString());
    data.put(GROUP_KEY, groupId);
    data.put(NODES_KEY, Integer.toString(nodes));
    return data;
  }

  /**
   * Reads what {@link #commitData()} wrote; null if it is of another format, or of no Tarn index.
   */
  static @Nullable IndexOffset of(Map<String, String> commitData) {
    String commit = commitData.get(COMMIT_KEY);
    String groupId = commitData.get(GROUP_KEY);
    String nodes = commitData.get(NODES_KEY);
    if (!FORMAT.equals(commitData.get(FORMAT_KEY))
        || commit == null
        || groupId == null
        || nodes == null
        || !CommitId.isCommitId(commit)) {
      return null;
    }
    return new IndexOffset(
        CommitId.parse(commit), groupId, Integer.parseInt(nodes), TextHashes.of(commitData));
  }
}
