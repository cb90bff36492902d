package dev.tarn.core.access;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Entity;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.change.EntryRule;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.policy.AssetAccess;
import dev.tarn.core.policy.MaskedField;
import dev.tarn.core.state.StateReader;
import dev.tarn.core.type.BuiltInTypes;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a principal may change: assets that they may write, before the change and after it, and
 * fields that they may see. Of a relationship they must see both ends and may write one of them.
 * What decides over permissions is changed by those alone who may.
 *
 * @param seen what they may read
 * @param written what they may write
 * @param managesAccess whether they may change roles, policies and memberships
 */
public record WriteRule(AssetAccess seen, AssetAccess written, boolean managesAccess)
    implements EntryRule {
  /** Returns whether it refuses nothing. */
  public boolean allowsAll() {
    return seen.isWhole() && written.isWhole() && managesAccess;
  }

  @Override
  public boolean knows(Asset asset) {
    return seen.shows(asset);
  }

  @Override
  public void check(LogEntry entry, StateReader state) throws IOException {
    Entity before = entry.before();
    switch (entry.after()) {
      case Asset after -> {
        if (before instanceof Asset old && !old.isDeleted()) {
          checkAsset(old);
        }
        if (!after.isDeleted()) {
          checkAsset(after);
        }
        checkFields(entry.changedFields(), after);
      }
      case Relationship edge -> checkEdge(edge, state);
      default -> {
        // Types are guarded by an action of their own.
      }
    }
  }

  @Override
  public void check(Asset unchanged) {
    checkAsset(unchanged);
  }

  private void checkAsset(Asset asset) {
    if (!managesAccess && BuiltInTypes.decidesAccess(asset.type())) {
      throw denied("only who manages access may change assets of type " + asset.type());
    }
    if (!written.shows(asset)) {
      throw denied("you may not change this asset, or not to this");
    }
  }

  private void checkFields(List<String> changed, Asset after) {
    Set<MaskedField> hidden = seen.hiddenOf(after);
    for (MaskedField field : hidden) {
      if (changed.stream()
          .anyMatch(name -> name.equals(field.code()) || name.startsWith(field.code() + "."))) {
        throw denied("you may not change " + field.code() + " of this asset");
      }
    }
  }

  private void checkEdge(Relationship edge, StateReader state) throws IOException {
    if (!managesAccess && edge.type().equals(BuiltInTypes.MEMBER_OF)) {
      throw denied("only who manages access may change who is a member of what");
    }
    Map<AssetId, Asset> ends = state.assets(List.of(edge.sourceId(), edge.targetId()));
    boolean mayWrite = false;
    for (AssetId id : List.of(edge.sourceId(), edge.targetId())) {
      Asset end = ends.get(id);
      if (end != null && !seen.shows(end)) {
        throw new CatalogException(ErrorCode.ASSET_NOT_FOUND, "no asset " + id);
      }
      mayWrite |= end != null && written.shows(end);
    }
    if (!mayWrite) {
      throw denied("you may change neither end of this relationship");
    }
  }

  private static CatalogException denied(String reason) {
    return new CatalogException(ErrorCode.PERMISSION_DENIED, reason);
  }
}
