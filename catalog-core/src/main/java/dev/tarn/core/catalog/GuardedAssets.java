package dev.tarn.core.catalog;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.ChangeResult;
import dev.tarn.core.change.Guard;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.change.SubmissionResult;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.table.PointerResult;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a plan and the assets that are changed with it take for granted. */
record GuardedAssets(Guard plan, Set<AssetId> assets) implements Guard {
  GuardedAssets(Guard plan, List<Change.SetAsset> also) {
    this(plan, also.stream().map(Change.SetAsset::id).collect(Collectors.toSet()));
  }

  @Override
  public long asOfSeq() {
    return plan.asOfSeq();
  }

  @Override
  public boolean isBrokenBy(LogEntry entry) {
    return plan.isBrokenBy(entry)
        || (entry.after() instanceof Asset asset && assets.contains(asset.id()));
  }

  /** Returns false if the branch was changed meanwhile such that the plan does not fit. */
  static boolean fits(SubmissionResult result) {
    for (PointerResult pointer : result.pointers()) {
      if (pointer instanceof PointerResult.Refused refused
          && refused.code() != ErrorCode.REQUEST_REJECTED) {
        return false;
      }
    }
    for (ChangeResult change : result.results()) {
      if (change instanceof ChangeResult.Rejected rejected) {
        if (rejected.code() == ErrorCode.BRANCH_CHANGED) {
          return false;
        }
        if (rejected.code() != ErrorCode.REQUEST_REJECTED) {
          throw rejected.field() == null
              ? new CatalogException(rejected.code(), rejected.message())
              : CatalogException.ofField(rejected.code(), rejected.field(), rejected.message());
        }
      }
    }
    return true;
  }
}
