package dev.tarn.core.merge;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Entity;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.asset.RelationshipId;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.ChangeContext;
import dev.tarn.core.change.Submission;
import dev.tarn.core.diff.DiffCounter;
import dev.tarn.core.diff.DiffSummary;
import dev.tarn.core.diff.EntityDiff;
import dev.tarn.core.diff.EntityFields;
import dev.tarn.core.diff.EntityKey;
import dev.tarn.core.diff.EntityStates;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.state.StateReader;
import dev.tarn.core.table.PointerDiff;
import dev.tarn.core.table.TableName;
import dev.tarn.core.type.AssetType;
import dev.tarn.core.type.RelationshipType;
import dev.tarn.core.type.TypeRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Works out what taking theirs over changes in ours. Of one thread; for one plan. */
public final class MergePlanner {
  private static final int CHUNK = 1_000;

  /** The most columns of one table. */
  private static final int MAX_COLUMNS = 10_000;

  private final MergeTarget target;
  private final MergeSource source;
  private final Decisions decisions;
  private final ChangeContext context;
  private final StateReader ours;
  private final StateReader theirs;

  /**
   * @param context of what nobody has changed, but the merge makes necessary
   */
  public MergePlanner(
      MergeTarget target,
      MergeSource source,
      Map<String, Side> choices,
      ConflictStrategy strategy,
      Newest newest,
      ChangeContext context) {
    this.target = target;
    this.source = source;
    this.decisions = new Decisions(choices, strategy, newest);
    this.context = context;
    this.ours = target.state();
    this.theirs = source.state();
  }

  /** Tells which side has written last what a conflict is about. */
  @FunctionalInterface
  public interface Newest extends Decisions.Newest {}

  /**
   * Returns the plan.
   *
   * @throws CatalogException {@code merge-too-large}; {@code invalid-request} for a choice of no
   *     conflict
   */
  public MergePlan plan() throws IOException {
    Names names = new Names(target.names(), source.names());
    List<TableName> asked = new ArrayList<>();
    for (PointerDiff diff : source.tables()) {
      asked.add(diff.name());
    }
    names.read(asked);
    PointerMerge.Result tables =
        new PointerMerge(ours, theirs, names, decisions).merge(source.tables(), target.tables());
    if (tables.changes().size() > Submission.MAX_GUARDED_POINTERS) {
      throw tooLarge("tables, views and namespaces", Submission.MAX_GUARDED_POINTERS);
    }
    Set<EntityKey> keys = keys(tables);
    Map<EntityKey, Planned> plan = new LinkedHashMap<>();
    EntityMerge merge = new EntityMerge(decisions, types(ours), types(theirs), tables.assets());
    List<EntityKey> chunk = new ArrayList<>();
    for (EntityKey key : keys) {
      chunk.add(key);
      if (chunk.size() == CHUNK) {
        merge(chunk, merge, plan);
        chunk.clear();
      }
    }
    merge(chunk, merge, plan);
    Structure structure = new Structure(new PlannedState(plan, ours, theirs, context), decisions);
    structure.settle();
    if (plan.size() >= Submission.MAX_GUARDED_CHANGES) {
      throw tooLarge("entities", Submission.MAX_GUARDED_CHANGES);
    }
    Set<EntityKey> looked = new HashSet<>(keys);
    looked.addAll(plan.keySet());
    PlanGuard guard =
        new PlanGuard(target.state().commit().seq(), looked, plan.values(), structure.needs());
    plan.values().removeIf(planned -> !differ(planned.ours, planned.result));
    return new MergePlan(
        changes(plan),
        tables.changes(),
        decisions.conflicts(),
        summary(plan),
        structure.dropped(),
        guard);
  }

  private static CatalogException tooLarge(String what, int most) {
    return new CatalogException(
        ErrorCode.MERGE_TOO_LARGE, "one merge changes at most " + most + " " + what);
  }

  /** Returns what has to be looked at, types first. */
  private Set<EntityKey> keys(PointerMerge.Result tables) throws IOException {
    Map<EntityKey, Boolean> keys = new TreeMap<>();
    source.touched().keySet().forEach(key -> keys.put(key, true));
    for (AssetId id : tables.contested()) {
      // What theirs has not touched is what ours has made of it.
      keys.put(EntityKey.of(id), true);
      ours.childIds(id, MAX_COLUMNS).forEach(child -> keys.put(EntityKey.of(child), true));
    }
    return keys.keySet();
  }

  private static TypeRegistry types(StateReader state) throws IOException {
    return TypeRegistry.builtIn().with(state.assetTypes(), state.relationshipTypes());
  }

  private void merge(List<EntityKey> keys, EntityMerge merge, Map<EntityKey, Planned> plan)
      throws IOException {
    if (keys.isEmpty()) {
      return;
    }
    Map<EntityKey, Entity> here = EntityStates.of(ours).live(keys);
    Map<EntityKey, Entity> there = EntityStates.of(theirs).live(keys);
    for (EntityKey key : keys) {
      MergeSource.Touched touched = source.touched().remove(key);
      Entity own = here.get(key);
      Entity their = there.get(key);
      Entity base = touched == null ? their : touched.base();
      Entity result = merge.merge(key, base, own, their);
      // What is changed, or may be in the way of what is.
      if (differ(own, result) || (result != null && (own == null || their == null))) {
        // Of what stays where it is, only ours and the outcome are asked for later.
        boolean stays = own != null && their != null && staysInPlace(own, result);
        plan.put(
            key,
            new Planned(
                key,
                stays ? null : base,
                own,
                stays ? null : their,
                touched == null ? context : touched.context(),
                result));
      }
    }
  }

  private static boolean staysInPlace(Entity own, @Nullable Entity result) {
    return own instanceof Asset before
        && result instanceof Asset after
        && before.qualifiedName().equals(after.qualifiedName())
        && Objects.equals(before.parentId(), after.parentId());
  }

  private static boolean differ(@Nullable Entity before, @Nullable Entity after) {
    return before == null || after == null
        ? (before == null) != (after == null)
        : !EntityFields.changed(before, after).isEmpty();
  }

  /** Types, then what is live, then what goes: what contains something before it, edges last. */
  private static List<Change> changes(Map<EntityKey, Planned> plan) {
    List<Change> changes = new ArrayList<>();
    List<Change> edges = new ArrayList<>();
    List<Planned> deleted = new ArrayList<>();
    for (Planned planned : plan.values()) {
      switch (planned.key.kind()) {
        case ASSET_TYPE ->
            changes.add(new Change.DefineAssetType(as(planned, AssetType.class), null));
        case RELATIONSHIP_TYPE ->
            changes.add(
                new Change.DefineRelationshipType(as(planned, RelationshipType.class), null));
        case ASSET -> {
          if (planned.result == null) {
            deleted.add(planned);
          } else {
            changes.add(
                new Change.SetAsset(
                    new AssetId(planned.key.key()), as(planned, Asset.class), planned.context));
          }
        }
        case RELATIONSHIP ->
            edges.add(
                new Change.SetRelationship(
                    new RelationshipId(planned.key.key()),
                    planned.result == null ? null : as(planned, Relationship.class),
                    planned.context));
      }
    }
    Map<AssetId, Integer> depths = depths(deleted);
    deleted.sort(Comparator.comparingInt(planned -> depths.getOrDefault(id(planned), 0)));
    deleted.forEach(
        planned -> changes.add(new Change.SetAsset(id(planned), null, planned.context)));
    changes.addAll(edges);
    return changes;
  }

  private static AssetId id(Planned planned) {
    return new AssetId(planned.key.key());
  }

  private static <E extends Entity> E as(Planned planned, Class<E> kind) {
    return kind.cast(Objects.requireNonNull(planned.result));
  }

  private static Map<AssetId, Integer> depths(List<Planned> deleted) {
    Map<AssetId, AssetId> parents = new HashMap<>();
    for (Planned planned : deleted) {
      Asset asset = planned.ourAsset();
      if (asset != null && asset.parentId() != null) {
        parents.put(asset.id(), asset.parentId());
      }
    }
    Map<AssetId, Integer> depths = new HashMap<>();
    for (AssetId id : parents.keySet()) {
      int depth = 0;
      for (@Nullable AssetId next = parents.get(id); next != null; next = parents.get(next)) {
        depth++;
      }
      depths.put(id, depth);
    }
    return depths;
  }

  private static DiffSummary summary(Map<EntityKey, Planned> plan) {
    DiffCounter counter = new DiffCounter();
    for (Planned planned : plan.values()) {
      counter.count(new EntityDiff(planned.key, planned.ours, planned.result, List.of()));
    }
    return counter.summary();
  }
}
