package dev.tarn.core.merge;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.diff.EntityKey;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes a plan hold together: what is live is in something live, relationships have both ends,
 * names are of one asset, and nothing is in itself. Of one thread.
 *
 * <p>A deletion takes relationships along, as any deletion does, also those that only the other
 * side has; but never an asset that the other side has changed, or put into what is deleted: that
 * is a conflict. What is held against a deletion is held with all that the deletion took along.
 */
final class Structure {
  /** Each round settles at least one conflict further up; containment is at most 64 deep. */
  private static final int MAX_ROUNDS = 200;

  private static final int MAX_DEPTH = 64;

  private final PlannedState plan;
  private final Decisions decisions;
  private final Holding holding;
  private final Set<EntityKey> looked = new HashSet<>();
  private final Set<EntityKey> named = new HashSet<>();
  private long dropped;

  Structure(PlannedState plan, Decisions decisions) {
    this.plan = plan;
    this.decisions = decisions;
    this.holding = new Holding(plan, named::clear);
  }

  /** Settles the plan; what is still open is among the decisions. */
  void settle() throws IOException {
    for (int round = 0; round < MAX_ROUNDS; round++) {
      plan.readParentsAndEnds();
      for (Planned planned : plan.all()) {
        holding.hold(planned);
      }
      for (Planned planned : plan.all()) {
        inSomethingLive(planned);
        nothingLeftIn(planned);
        bothEnds(planned);
        ownName(planned);
        notInItself(planned);
      }
      if (!plan.wasChanged()) {
        return;
      }
    }
    throw new IllegalStateException("a merge was not settled in " + MAX_ROUNDS + " rounds");
  }

  /** Returns how many of their changes are left out, since what they are about is gone. */
  long dropped() {
    return dropped;
  }

  private void inSomethingLive(Planned planned) throws IOException {
    Asset asset = planned.resultAsset();
    AssetId parent = asset == null ? null : asset.parentId();
    if (parent == null || plan.becomes(parent).isPresent()) {
      return;
    }
    Planned container = plan.of(EntityKey.of(parent));
    if (container != null && container.ours != null) {
      // Theirs deletes it, and ours has this in it.
      if (decide(container) == Side.OURS) {
        holding.keep(container);
      } else {
        giveUp(planned, null);
        planned.cascaded = true;
      }
      return;
    }
    Optional<Asset> there = plan.there(parent);
    if (there.isEmpty()
        || (container != null && container.theirs != null && container.base == null)) {
      // It was left out itself.
      giveUp(planned, planned.ours);
    } else if (decisions.decide(
            EntityMerge.deleted(EntityKey.of(parent), there.get(), null, there.get()))
        == Side.THEIRS) {
      holding.bringBack(parent, there.get());
    } else {
      giveUp(planned, planned.ours);
    }
  }

  private Side decide(Planned deletion) {
    return deletion.cascaded
        ? Side.THEIRS
        : decisions.decide(
            EntityMerge.deleted(deletion.key, deletion.base, deletion.ours, deletion.theirs));
  }

  /** Leaves out what theirs says of an entity; of a move, only that. */
  private void giveUp(Planned planned, @Nullable Object instead) {
    Asset asset = planned.resultAsset();
    Asset own = planned.ourAsset();
    if (instead == null || asset == null || own == null) {
      planned.result = null;
      if (planned.ours == null) {
        dropped++;
      }
    } else {
      planned.result = in(asset, own.parentId());
    }
    plan.changed();
  }

  private void nothingLeftIn(Planned planned) throws IOException {
    Asset gone = planned.deletes() ? planned.ourAsset() : null;
    if (gone == null || !looked.add(planned.key)) {
      return;
    }
    List<AssetId> left =
        plan.childrenIn(plan.ours(), gone).stream()
            .filter(id -> !plan.has(EntityKey.of(id)))
            .toList();
    if (!left.isEmpty()) {
      if (decide(planned) == Side.OURS) {
        holding.keep(planned);
        return;
      }
      for (Asset child : plan.ours().assets(left).values()) {
        if (!child.isDeleted()) {
          plan.delete(EntityKey.of(child), child).cascaded = true;
        }
      }
    }
    for (Relationship edge : plan.edgesIn(plan.ours(), gone)) {
      if (!plan.has(EntityKey.of(edge))) {
        var unused = plan.delete(EntityKey.of(edge), edge);
      }
    }
  }

  private void bothEnds(Planned planned) throws IOException {
    if (planned.result instanceof Relationship edge
        && (plan.becomes(edge.sourceId()).isEmpty() || plan.becomes(edge.targetId()).isEmpty())) {
      planned.result = null;
      if (planned.ours == null) {
        dropped++;
      }
      plan.changed();
    }
  }

  private void ownName(Planned planned) throws IOException {
    Asset asset = planned.resultAsset();
    Asset own = planned.ourAsset();
    if (asset == null
        || (own != null && own.qualifiedName().equals(asset.qualifiedName()))
        || !named.add(planned.key)) {
      return;
    }
    Asset other = plan.ours().assetNamed(asset.type(), asset.qualifiedName()).orElse(null);
    if (other == null || other.id().equals(asset.id())) {
      return;
    }
    Optional<Asset> becomes = plan.becomes(other.id());
    if (becomes.isEmpty() || !becomes.get().qualifiedName().equals(asset.qualifiedName())) {
      return;
    }
    var unused =
        decisions.decide(
            conflict(
                planned,
                asset,
                ConflictKind.NAME,
                "name",
                "another " + asset.type() + " has this name here; rename one of the two first"));
    if (own == null) {
      giveUp(planned, null);
    } else {
      planned.result = named(asset, own);
      plan.changed();
    }
  }

  private void notInItself(Planned planned) throws IOException {
    Asset asset = planned.resultAsset();
    Asset own = planned.ourAsset();
    if (asset == null || own == null || Objects.equals(asset.parentId(), own.parentId())) {
      return;
    }
    AssetId next = asset.parentId();
    for (int depth = 0; next != null; depth++) {
      if (next.equals(asset.id()) || depth > MAX_DEPTH) {
        var unused =
            decisions.decide(
                conflict(
                    planned,
                    asset,
                    ConflictKind.CONTAINMENT,
                    "containment",
                    "with what was moved here, it would contain itself or be too deep"));
        planned.result = in(asset, own.parentId());
        plan.changed();
        return;
      }
      next = plan.becomes(next).map(Asset::parentId).orElse(null);
    }
  }

  private static Conflict conflict(
      Planned planned, Asset asset, ConflictKind kind, String about, String message) {
    return new Conflict(
        planned.key + "#" + about,
        kind,
        planned.key,
        Labels.of(asset),
        null,
        planned.base == null ? null : Labels.of(planned.base),
        planned.ours == null ? null : Labels.of(planned.ours),
        planned.theirs == null ? null : Labels.of(planned.theirs),
        message,
        Set.of(Side.OURS),
        null);
  }

  private static Asset in(Asset asset, @Nullable AssetId parent) {
    return asset.placed(asset.qualifiedName(), asset.name(), parent);
  }

  private static Asset named(Asset asset, Asset as) {
    return asset.placed(as.qualifiedName(), as.name(), asset.parentId());
  }

  /** Returns the assets that the plan needs live, or deletes: for those who look after it. */
  Map<AssetId, Boolean> needs() {
    Map<AssetId, Boolean> needs = new LinkedHashMap<>();
    for (Planned planned : plan.all()) {
      if (planned.result instanceof Asset asset && asset.parentId() != null) {
        needs.put(asset.parentId(), true);
      } else if (planned.result instanceof Relationship edge) {
        needs.put(edge.sourceId(), true);
        needs.put(edge.targetId(), true);
      }
    }
    for (Planned planned : plan.all()) {
      if (planned.deletes() && planned.ourAsset() != null) {
        needs.put(new AssetId(planned.key.key()), false);
      }
    }
    return needs;
  }
}
