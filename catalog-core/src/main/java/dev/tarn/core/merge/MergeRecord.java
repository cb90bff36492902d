package dev.tarn.core.merge;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.ChangeContext;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.type.BuiltInTypes;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The asset that a merge leaves behind, in its own commit: it says what the target has from then
 * on, so that nothing is taken over twice.
 */
public final class MergeRecord {
  static final String SOURCE_COMMIT = "sourceCommit";

  private MergeRecord() {}

  /**
   * Returns the change that writes it.
   *
   * @param context who merges, and why
   * @param source up to where it was merged
   * @param target before the merge
   */
  public static Change.SetAsset of(
      MergeRequest request,
      ChangeContext context,
      CommitId base,
      CommitId source,
      CommitId target,
      MergePlan plan) {
    BranchName from = request.source();
    BranchName to = request.target();
    String qualifiedName = to + "/" + target + "/" + from + "/" + source;
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("sourceBranch", from.value());
    attributes.put(SOURCE_COMMIT, source.toString());
    attributes.put("targetBranch", to.value());
    attributes.put("targetCommit", target.toString());
    attributes.put("baseCommit", base.toString());
    attributes.put("strategy", request.strategy().code());
    attributes.put("conflicts", (long) plan.conflicts().size());
    attributes.put("changes", plan.summary().total());
    attributes.put("tables", (long) plan.pointers().size());
    AssetId id = AssetId.derive(BuiltInTypes.MERGE, qualifiedName);
    Asset record =
        Asset.bare(
                id,
                BuiltInTypes.MERGE,
                qualifiedName,
                from + " into " + to,
                Instant.EPOCH,
                context.actor().name(),
                1)
            .described(
                "Merge of " + from + " into " + to,
                context.reason(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                attributes);
    return new Change.SetAsset(id, record, context);
  }
}
