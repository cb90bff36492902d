package dev.tarn.iceberg.state;

import dev.tarn.core.scope.CommitId;
import dev.tarn.iceberg.log.BranchHead;
import dev.tarn.iceberg.schema.CatalogTable;
import java.util.Map;
import org.apache.iceberg.TableMetadata;

/**
 * How far the state tables have come: properties of {@code assets}, so that they change in the
 * commit that changes the rows.
 *
 * @param commit the commit of the last group that is in the tables
 * @param groupId of that group; empty if there is none
 */
public record MaterialisedOffset(CommitId commit, String groupId) {
  /** The property with the last sequence number that is in the tables. */
  public static final String SEQ = "tarn.materialized-seq";

  private static final String HASH = "tarn.materialized-commit";
  private static final String GROUP_ID = "tarn.materialized-group-id";

  /** Returns the offset at a head. */
  public static MaterialisedOffset at(BranchHead head) {
    TableMetadata assets = head.metadata(CatalogTable.ASSETS.tableName());
    String hash = assets.properties().get(HASH);
    return hash == null
        ? new MaterialisedOffset(CommitId.NOTHING, "")
        : new MaterialisedOffset(
            new CommitId(assets.propertyAsLong(SEQ, 0), hash), assets.property(GROUP_ID, ""));
  }

  /** Returns the properties of {@code assets} that say this. */
  public Map<String, String> properties() {
    return Map.of(SEQ, Long.toString(commit.seq()), HASH, commit.hash(), GROUP_ID, groupId);
  }
}
