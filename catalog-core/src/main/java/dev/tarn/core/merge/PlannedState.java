package dev.tarn.core.merge;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Entity;
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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is planned for each entity, over what there is. Of one thread. */
final class PlannedState {
  /** The most assets or relationships directly at one that is deleted or brought back. */
  private static final int MAX_AT_ONE = 100_000;

  private static final int CHUNK = 1_000;

  private final Map<EntityKey, Planned> plan;
  private final StateReader ours;
  private final StateReader theirs;
  private final ChangeContext context;
  private final Map<AssetId, Optional<Asset>> read = new HashMap<>();
  private final Map<AssetId, List<Planned>> byParent = new HashMap<>();
  private final Map<AssetId, List<Planned>> byEnd = new HashMap<>();
  private boolean changed;

  /**
   * @param plan is changed
   * @param context of what is planned for no other reason than that the whole holds together
   */
  PlannedState(
      Map<EntityKey, Planned> plan, StateReader ours, StateReader theirs, ChangeContext context) {
    this.plan = plan;
    this.ours = ours;
    this.theirs = theirs;
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

  StateReader ours() {
    return ours;
  }

  StateReader theirs() {
    return theirs;
  }

  List<Planned> all() {
    return List.copyOf(plan.values());
  }

  @Nullable Planned of(EntityKey key) {
    return plan.get(key);
  }

  boolean has(EntityKey key) {
    return plan.containsKey(key);
  }

  /** Returns what is planned for assets that are in one in ours. */
  List<Planned> in(AssetId id) {
    return byParent.getOrDefault(id, List.of());
  }

  /** Returns what is planned for relationships that an asset has in ours. */
  List<Planned> at(AssetId id) {
    return byEnd.getOrDefault(id, List.of());
  }

  /** Plans that an asset or relationship, which theirs never touched, goes. */
  Planned delete(EntityKey key, Entity own) {
    return add(new Planned(key, own, own, null, context, null));
  }

  /** Plans that an asset or relationship, which ours has deleted, comes back. */
  Planned bringBack(EntityKey key, Entity theirs) {
    return add(new Planned(key, theirs, null, theirs, context, theirs));
  }

  private Planned add(Planned planned) {
    plan.put(planned.key, planned);
    register(planned);
    changed = true;
    return planned;
  }

  /** Notes that something was planned otherwise. */
  void changed() {
    changed = true;
  }

  /** Returns whether something was planned otherwise since this was last asked. */
  boolean wasChanged() {
    boolean was = changed;
    changed = false;
    return was;
  }

  /** Reads together what the checks of a round will ask for. */
  void readParentsAndEnds() throws IOException {
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
  Optional<Asset> becomes(AssetId id) throws IOException {
    Planned planned = plan.get(EntityKey.of(id));
    return planned == null ? here(id) : Optional.ofNullable(planned.resultAsset());
  }

  /** Returns an asset as it is in theirs. */
  Optional<Asset> there(AssetId id) throws IOException {
    return theirs.asset(id).filter(asset -> !asset.isDeleted());
  }

  List<AssetId> childrenIn(StateReader state, Asset asset) throws IOException {
    List<AssetId> children = state.childIds(asset.id(), MAX_AT_ONE + 1);
    checkSize(children.size(), asset);
    return children;
  }

  List<Relationship> edgesIn(StateReader state, Asset asset) throws IOException {
    List<Relationship> edges = state.relationshipsOf(asset.id(), MAX_AT_ONE + 1);
    checkSize(edges.size(), asset);
    return edges;
  }

  private static void checkSize(int size, Asset asset) {
    if (size > MAX_AT_ONE) {
      throw new CatalogException(
          ErrorCode.MERGE_TOO_LARGE, "there is too much in " + Labels.of(asset));
    }
  }
}
