package dev.tarn.core.merge;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.change.ChangeContext;
import dev.tarn.core.diff.EntityKey;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.state.StateReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
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
  /** The most assets or relationships directly at one that is deleted or brought back. */
  private static final int MAX_AT_ONE = 100_000;

  /** Each round settles at least one conflict further up; containment is at most 64 deep. */
  private static final int MAX_ROUNDS = 200;

  private static final int MAX_DEPTH = 64;
  private static final int CHUNK = 1_000;

  private final Map<EntityKey, Planned> plan;
  private final StateReader ours;
  private final StateReader theirs;
  private final Decisions decisions;
  private final ChangeContext context;

  private final Map<AssetId, Optional<Asset>> read = new HashMap<>();
  private final Map<AssetId, List<Planned>> byParent = new HashMap<>();
  private final Map<AssetId, List<Planned>> byEnd = new HashMap<>();
  private final Set<EntityKey> looked = new HashSet<>();
  private final Set<EntityKey> named = new HashSet<>();
  private boolean changed;
  private long dropped;

  /**
   * @param plan is changed
   * @param context of what only this makes necessary
   */
  Structure(
      Map<EntityKey, Planned> plan,
      StateReader ours,
      StateReader theirs,
      Decisions decisions,
      ChangeContext context) {
    this.plan = plan;
    this.ours = ours;
    this.theirs = theirs;
    this.decisions = decisions;
    this.context = context;
    plan.values().forEach(this::register);
  }

  private void register(Planned planned) {
    if (planned.ours instanceof Asset asset && asset.parentId() != null) {
      byParent.computeIfAbsent(asset.parentId(), id -> new ArrayList<>()).add(planned);
    }
    if (planned.ours instanceof Relationship edge) {
      byEnd.computeIfAbsent(edge.sourceId(), id -> new ArrayList<>()).add(planned);
      byEnd.computeIfAbsent(edge.targetId(), id -> new ArrayList<>()).add(planned);
    }
  }

  private void add(Planned planned) {
    plan.put(planned.key, planned);
    register(planned);
    changed = true;
  }

  /** Settles the plan; what is still open is among the decisions. */
  void settle() throws IOException {
    for (int round = 0; round < MAX_ROUNDS; round++) {
      changed = false;
      readParentsAndEnds();
      for (Planned planned : List.copyOf(plan.values())) {
        hold(planned);
      }
      for (Planned planned : List.copyOf(plan.values())) {
        inSomethingLive(planned);
        nothingLeftIn(planned);
        bothEnds(planned);
        ownName(planned);
        notInItself(planned);
      }
      if (!changed) {
        return;
      }
    }
    throw new IllegalStateException("a merge was not settled in " + MAX_ROUNDS + " rounds");
  }

  /** Returns how many of their changes are left out, since what they are about is gone. */
  long dropped() {
    return dropped;
  }

  /** Reads together what the checks of a round will ask for. */
  private void readParentsAndEnds() throws IOException {
    Set<AssetId> unknown = new HashSet<>();
    for (Planned planned : plan.values()) {
      if (planned.result instanceof Asset asset && asset.parentId() != null) {
        unknown.add(asset.parentId());
      } else if (planned.result instanceof Relationship edge) {
        unknown.add(edge.sourceId());
        unknown.add(edge.targetId());
      }
    }
    unknown.removeIf(id -> read.containsKey(id) || plan.containsKey(EntityKey.of(id)));
    List<AssetId> all = List.copyOf(unknown);
    for (int from = 0; from < all.size(); from += CHUNK) {
      read(all.subList(from, Math.min(all.size(), from + CHUNK)));
    }
  }

  private void read(Collection<AssetId> ids) throws IOException {
    Map<AssetId, Asset> found = ours.assets(ids);
    for (AssetId id : ids) {
      Asset asset = found.get(id);
      read.put(id, asset == null || asset.isDeleted() ? Optional.empty() : Optional.of(asset));
    }
  }

  private Optional<Asset> here(AssetId id) throws IOException {
    Optional<Asset> known = read.get(id);
    if (known == null) {
      read(List.of(id));
      known = Objects.requireNonNull(read.get(id));
    }
    return known;
  }

  /** Returns an asset as it will be. */
  private Optional<Asset> becomes(AssetId id) throws IOException {
    Planned planned = plan.get(EntityKey.of(id));
    return planned == null ? here(id) : Optional.ofNullable(planned.resultAsset());
  }

  private Optional<Asset> there(AssetId id) throws IOException {
    return theirs.asset(id).filter(asset -> !asset.isDeleted());
  }

  /** What is held against a deletion: with it, what was in it and at it. */
  private void hold(Planned planned) throws IOException {
    if (planned.held || planned.result == null || !(planned.result instanceof Asset asset)) {
      return;
    }
    if (planned.ours == null && planned.base != null) {
      planned.held = true;
      bringBackWhatWasIn(asset);
    } else if (planned.theirs == null && planned.base != null) {
      planned.held = true;
      keepWhatIsIn(asset);
    }
  }

  private void keepWhatIsIn(Asset asset) throws IOException {
    for (Planned child : byParent.getOrDefault(asset.id(), List.of())) {
      keep(child);
    }
    for (Planned edge : byEnd.getOrDefault(asset.id(), List.of())) {
      if (edge.deletes()
          && edge.ours instanceof Relationship kept
          && becomes(kept.sourceId()).isPresent()
          && becomes(kept.targetId()).isPresent()) {
        edge.result = kept;
        changed = true;
      }
    }
  }

  private void keep(Planned planned) throws IOException {
    if (planned.deletes()) {
      planned.result = planned.ours;
      planned.held = true;
      changed = true;
      // Its name is taken again.
      named.clear();
      Asset asset = planned.ourAsset();
      if (asset != null) {
        keepWhatIsIn(asset);
      }
    }
  }

  private void bringBack(AssetId id, Asset asset) throws IOException {
    Planned planned = plan.get(EntityKey.of(id));
    if (planned == null) {
      planned = new Planned(EntityKey.of(id), asset, null, asset, context, asset);
      add(planned);
    } else if (planned.result == null) {
      planned.result = asset;
      changed = true;
    } else {
      return;
    }
    planned.held = true;
    bringBackWhatWasIn(asset);
  }

  private void bringBackWhatWasIn(Asset asset) throws IOException {
    List<AssetId> children = theirs.childIds(asset.id(), MAX_AT_ONE + 1);
    checkSize(children.size(), asset);
    for (AssetId child : children) {
      Optional<Asset> there = there(child);
      if (there.isPresent() && becomes(child).isEmpty()) {
        bringBack(child, there.get());
      }
    }
    List<Relationship> edges = theirs.relationshipsOf(asset.id(), MAX_AT_ONE + 1);
    checkSize(edges.size(), asset);
    for (Relationship edge : edges) {
      EntityKey key = EntityKey.of(edge);
      if (!plan.containsKey(key)
          && becomes(edge.sourceId()).isPresent()
          && becomes(edge.targetId()).isPresent()
          && isGoneHere(edge)) {
        add(new Planned(key, edge, null, edge, context, edge));
      }
    }
  }

  private boolean isGoneHere(Relationship edge) throws IOException {
    Relationship here = ours.relationships(List.of(edge.id())).get(edge.id());
    return here == null || here.deleted();
  }

  private static void checkSize(int size, Asset asset) {
    if (size > MAX_AT_ONE) {
      throw new CatalogException(
          ErrorCode.MERGE_TOO_LARGE, "there is too much in " + Labels.of(asset));
    }
  }

  private void inSomethingLive(Planned planned) throws IOException {
    Asset asset = planned.resultAsset();
    AssetId parent = asset == null ? null : asset.parentId();
    if (parent == null || becomes(parent).isPresent()) {
      return;
    }
    Planned container = plan.get(EntityKey.of(parent));
    if (container != null && container.ours != null) {
      // Theirs deletes it, and ours has this in it.
      if (decide(container) == Side.OURS) {
        keep(container);
      } else {
        giveUp(planned, null);
        planned.cascaded = true;
      }
      return;
    }
    Optional<Asset> there = there(parent);
    if (there.isEmpty()
        || (container != null && container.theirs != null && container.base == null)) {
      // It was left out itself.
      giveUp(planned, planned.ours);
    } else if (decisions.decide(
            EntityMerge.deleted(EntityKey.of(parent), there.get(), null, there.get()))
        == Side.THEIRS) {
      bringBack(parent, there.get());
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
    changed = true;
  }

  private void nothingLeftIn(Planned planned) throws IOException {
    Asset gone = planned.deletes() ? planned.ourAsset() : null;
    if (gone == null || !looked.add(planned.key)) {
      return;
    }
    List<AssetId> children = ours.childIds(gone.id(), MAX_AT_ONE + 1);
    checkSize(children.size(), gone);
    List<AssetId> left =
        children.stream().filter(id -> !plan.containsKey(EntityKey.of(id))).toList();
    if (!left.isEmpty()) {
      if (decide(planned) == Side.OURS) {
        keep(planned);
        return;
      }
      for (Asset child : ours.assets(left).values()) {
        if (!child.isDeleted()) {
          Planned taken = new Planned(EntityKey.of(child), child, child, null, context, null);
          taken.cascaded = true;
          add(taken);
        }
      }
    }
    List<Relationship> edges = ours.relationshipsOf(gone.id(), MAX_AT_ONE + 1);
    checkSize(edges.size(), gone);
    for (Relationship edge : edges) {
      if (!plan.containsKey(EntityKey.of(edge))) {
        add(new Planned(EntityKey.of(edge), edge, edge, null, context, null));
      }
    }
  }

  private void bothEnds(Planned planned) throws IOException {
    if (planned.result instanceof Relationship edge
        && (becomes(edge.sourceId()).isEmpty() || becomes(edge.targetId()).isEmpty())) {
      planned.result = null;
      if (planned.ours == null) {
        dropped++;
      }
      changed = true;
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
    Asset other = ours.assetNamed(asset.type(), asset.qualifiedName()).orElse(null);
    if (other == null || other.id().equals(asset.id())) {
      return;
    }
    Optional<Asset> becomes = becomes(other.id());
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
      changed = true;
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
        changed = true;
        return;
      }
      next = becomes(next).map(Asset::parentId).orElse(null);
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
    return copy(asset, asset.qualifiedName(), asset.name(), parent);
  }

  private static Asset named(Asset asset, Asset as) {
    return copy(asset, as.qualifiedName(), as.name(), asset.parentId());
  }

  private static Asset copy(
      Asset asset, String qualifiedName, String name, @Nullable AssetId parent) {
    return new Asset(
        asset.id(),
        asset.type(),
        qualifiedName,
        name,
        asset.displayName(),
        asset.description(),
        parent,
        asset.platform(),
        asset.workspaceId(),
        asset.domainId(),
        asset.owners(),
        asset.tags(),
        asset.classifications(),
        asset.terms(),
        asset.attributes(),
        asset.status(),
        asset.quality(),
        asset.popularity(),
        asset.createdAt(),
        asset.createdBy(),
        asset.updatedAt(),
        asset.updatedBy(),
        asset.version(),
        asset.seq());
  }

  /** Returns the assets that the plan needs live, or deletes: for those who look after it. */
  Map<AssetId, Boolean> needs() {
    Map<AssetId, Boolean> needs = new LinkedHashMap<>();
    for (Planned planned : plan.values()) {
      if (planned.result instanceof Asset asset && asset.parentId() != null) {
        needs.put(asset.parentId(), true);
      } else if (planned.result instanceof Relationship edge) {
        needs.put(edge.sourceId(), true);
        needs.put(edge.targetId(), true);
      }
    }
    for (Planned planned : plan.values()) {
      if (planned.deletes() && planned.ourAsset() != null) {
        needs.put(new AssetId(planned.key.key()), false);
      }
    }
    return needs;
  }
}
