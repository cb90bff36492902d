package dev.tarn.iceberg.log;

import dev.tarn.core.scope.CommitId;
import java.util.Map;
import org.apache.iceberg.TableMetadata;

/**
 * The tables of a branch at one commit: immutable, and consistent with each other.
 *
 * @param commit the log's end at this commit, and Nessie's hash
 * @param groupId the last group of the log; empty if the log is
 * @param logHash of the last group; empty if the log is, or is older than hashes
 * @param tables by name
 */
public record BranchHead(
    CommitId commit, String groupId, String logHash, Map<String, TableState> tables) {
  public BranchHead {
    tables = Map.copyOf(tables);
  }

  /** Returns whether there is a table of this name; an older Tarn had fewer. */
  public boolean has(String table) {
    return tables.containsKey(table);
  }

  /** Returns the metadata of a table. */
  public TableMetadata metadata(String table) {
    return state(table).metadata();
  }

  String contentId(String table) {
    return state(table).contentId();
  }

  private TableState state(String table) {
    TableState state = tables.get(table);
    if (state == null) {
      throw new IllegalArgumentException("no table " + table + " at " + commit);
    }
    return state;
  }
}
