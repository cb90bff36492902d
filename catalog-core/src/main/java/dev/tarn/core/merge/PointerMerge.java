package dev.tarn.core.merge;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.diff.EntityKey;
import dev.tarn.core.state.StateReader;
import dev.tarn.core.table.EntryNames;
import dev.tarn.core.table.Pointer;
import dev.tarn.core.table.PointerChange;
import dev.tarn.core.table.PointerDiff;
import dev.tarn.core.table.TableName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Merges the users' tables, views and namespaces: each as a whole, with all its names. What both
 * sides have committed to is a conflict. Of one thread.
 */
final class PointerMerge {
  /**
   * What becomes of names.
   *
   * @param changes of ours
   * @param assets of what theirs has changed, and whose word counts for what their metadata says
   * @param contested the assets, of these, that ours has changed as well
   */
  record Result(List<PointerChange> changes, Map<AssetId, Side> assets, Set<AssetId> contested) {}

  /** One thing under all the names that either side has given it. */
  private static final class Thing {
    private final Map<TableName, PointerDiff> theirs = new LinkedHashMap<>();
    private final Map<TableName, PointerDiff> ours = new LinkedHashMap<>();
    private final Set<AssetId> assets = new LinkedHashSet<>();
    private Side side = Side.THEIRS;
  }

  private final StateReader ours;
  private final StateReader theirs;
  private final Names names;
  private final Decisions decisions;
  private final Map<TableName, Thing> byName = new LinkedHashMap<>();
  private final Map<AssetId, Thing> byAsset = new HashMap<>();

  PointerMerge(StateReader ours, StateReader theirs, Names names, Decisions decisions) {
    this.ours = ours;
    this.theirs = theirs;
    this.names = names;
    this.decisions = decisions;
  }

  Result merge(List<PointerDiff> theirDiffs, List<PointerDiff> ourDiffs) throws IOException {
    if (theirDiffs.isEmpty()) {
      return new Result(List.of(), Map.of(), Set.of());
    }
    for (PointerDiff diff : theirDiffs) {
      thing(diff).theirs.put(diff.name(), diff);
    }
    for (PointerDiff diff : ourDiffs) {
      thing(diff).ours.put(diff.name(), diff);
    }
    Map<AssetId, Side> assets = new LinkedHashMap<>();
    Set<AssetId> contested = new LinkedHashSet<>();
    Set<Thing> things = new LinkedHashSet<>(byName.values());
    things.removeIf(thing -> thing.theirs.isEmpty());
    for (Thing thing : things) {
      if (!isDone(thing)) {
        decide(thing);
        if (!thing.ours.isEmpty()) {
          contested.addAll(thing.assets);
        }
      }
    }
    Map<TableName, Optional<Pointer>> next = new LinkedHashMap<>();
    do {
      next.clear();
      things.stream().filter(thing -> thing.side == Side.THEIRS).forEach(thing -> lay(thing, next));
    } while (misplaced(things, next));
    things.forEach(thing -> thing.assets.forEach(asset -> assets.put(asset, thing.side)));
    return new Result(changes(next), assets, contested);
  }

  /** Returns the thing that a name stands for at either side, before or after. */
  private Thing thing(PointerDiff diff) throws IOException {
    Thing thing = byName.computeIfAbsent(diff.name(), name -> new Thing());
    for (Pointer pointer : new @Nullable Pointer[] {diff.before(), diff.after()}) {
      if (pointer != null) {
        String type = EntryNames.type(pointer.kind());
        String qualifiedName = EntryNames.qualifiedName(diff.name());
        thing = with(thing, ours.assetNamed(type, qualifiedName));
        thing = with(thing, theirs.assetNamed(type, qualifiedName));
      }
    }
    return thing;
  }

  private Thing with(Thing thing, Optional<Asset> asset) {
    if (asset.isEmpty()) {
      return thing;
    }
    Thing known = byAsset.putIfAbsent(asset.get().id(), thing);
    if (known == null || known == thing) {
      thing.assets.add(asset.get().id());
      return thing;
    }
    known.theirs.putAll(thing.theirs);
    known.ours.putAll(thing.ours);
    known.assets.addAll(thing.assets);
    thing.assets.forEach(id -> byAsset.put(id, known));
    byName.replaceAll((name, one) -> one == thing ? known : one);
    return known;
  }

  /** Returns whether ours already is what theirs is. */
  private boolean isDone(Thing thing) throws IOException {
    for (PointerDiff diff : thing.theirs.values()) {
      if (!Objects.equals(names.here(diff.name()), diff.after())) {
        return false;
      }
    }
    return true;
  }

  private void decide(Thing thing) {
    PointerDiff first = thing.theirs.values().iterator().next();
    boolean otherKind =
        thing.theirs.values().stream()
            .anyMatch(
                diff ->
                    diff.before() != null
                        && diff.after() != null
                        && diff.before().kind() != diff.after().kind());
    if (thing.ours.isEmpty() && !otherKind) {
      return;
    }
    PointerDiff own = thing.ours.isEmpty() ? null : thing.ours.values().iterator().next();
    thing.side =
        decisions.decide(
            conflict(
                "table:" + first.name(),
                thing,
                first,
                first.before(),
                own == null ? first.before() : own.after(),
                otherKind
                    ? "it has become something of another kind there; drop it here first"
                    : "both sides have committed to it",
                otherKind ? Set.of(Side.OURS) : Conflict.BOTH));
  }

  private static Conflict conflict(
      String id,
      Thing thing,
      PointerDiff theirs,
      @Nullable Pointer base,
      @Nullable Pointer ours,
      String message,
      Set<Side> choices) {
    return new Conflict(
        id,
        ConflictKind.TABLE,
        thing.assets.isEmpty() ? null : EntityKey.of(thing.assets.iterator().next()),
        theirs.name().toString(),
        null,
        shown(base),
        shown(ours),
        shown(theirs.after()),
        message,
        choices,
        null);
  }

  private static @Nullable Object shown(@Nullable Pointer pointer) {
    return switch (pointer) {
      case null -> null;
      case Pointer.Table table -> table.metadataLocation();
      case Pointer.View view -> view.metadataLocation();
      case Pointer.Namespace namespace -> namespace.properties();
    };
  }

  /** Makes the names of a thing what they are in theirs. */
  private static void lay(Thing thing, Map<TableName, Optional<Pointer>> next) {
    thing.ours.values().forEach(diff -> next.put(diff.name(), Optional.ofNullable(diff.before())));
    thing.theirs.values().forEach(diff -> next.put(diff.name(), Optional.ofNullable(diff.after())));
  }

  /** Leaves out what would be in no namespace, and drops of namespaces with something in them. */
  private boolean misplaced(Set<Thing> things, Map<TableName, Optional<Pointer>> next)
      throws IOException {
    boolean changed = false;
    for (Map.Entry<TableName, Optional<Pointer>> entry : List.copyOf(next.entrySet())) {
      TableName name = entry.getKey();
      Thing thing = byName.get(name);
      if (thing == null || thing.side == Side.OURS) {
        continue;
      }
      Optional<TableName> parent = name.parent();
      if (entry.getValue().isPresent() && parent.isPresent() && !isNamespace(parent.get(), next)) {
        changed |= withoutNamespace(thing, parent.get(), things);
      } else if (entry.getValue().isEmpty()
          && names.here(name) instanceof Pointer.Namespace
          && names.hasOther(name, next.keySet())) {
        PointerDiff diff = Objects.requireNonNull(thing.theirs.get(name));
        thing.side =
            decisions.decide(
                conflict(
                    "table:" + name + "#not-empty",
                    thing,
                    diff,
                    diff.before(),
                    names.here(name),
                    "it is dropped there, but has something in it here",
                    Set.of(Side.OURS)));
        changed = true;
      }
    }
    return changed;
  }

  private boolean isNamespace(TableName name, Map<TableName, Optional<Pointer>> next)
      throws IOException {
    Optional<Pointer> laid = next.get(name);
    Pointer pointer = laid == null ? names.here(name) : laid.orElse(null);
    return pointer instanceof Pointer.Namespace;
  }

  private boolean withoutNamespace(Thing thing, TableName namespace, Set<Thing> things)
      throws IOException {
    Pointer there = names.there(namespace);
    Thing missing = byName.get(namespace);
    if (there != null
        && (missing == null || missing.theirs.isEmpty())
        && decisions.decide(
                conflict(
                    "table:" + namespace,
                    missing == null ? new Thing() : missing,
                    new PointerDiff(namespace, null, there),
                    there,
                    null,
                    "it is dropped here, but something was put into it there",
                    Conflict.BOTH))
            == Side.THEIRS) {
      PointerDiff back = new PointerDiff(namespace, null, there);
      Thing brought = thing(back);
      brought.theirs.put(namespace, back);
      brought.side = Side.THEIRS;
      things.add(brought);
    } else {
      thing.side = Side.OURS;
    }
    return true;
  }

  /** Returns the changes in an order in which each can be made. */
  private List<PointerChange> changes(Map<TableName, Optional<Pointer>> next) throws IOException {
    List<PointerChange> namespaces = new ArrayList<>();
    List<PointerChange> others = new ArrayList<>();
    List<PointerChange> dropped = new ArrayList<>();
    for (Map.Entry<TableName, Optional<Pointer>> entry : next.entrySet()) {
      Pointer here = names.here(entry.getKey());
      Pointer then = entry.getValue().orElse(null);
      if (!Objects.equals(here, then)) {
        PointerChange change = new PointerChange(entry.getKey(), here, then);
        if (then instanceof Pointer.Namespace) {
          namespaces.add(change);
        } else if (then == null && here instanceof Pointer.Namespace) {
          dropped.add(change);
        } else {
          others.add(change);
        }
      }
    }
    namespaces.sort((one, other) -> depth(one) - depth(other));
    dropped.sort((one, other) -> depth(other) - depth(one));
    List<PointerChange> changes = new ArrayList<>(namespaces);
    changes.addAll(others);
    changes.addAll(dropped);
    return changes;
  }

  private static int depth(PointerChange change) {
    return change.name().levels().size();
  }
}
