package dev.tarn.lucene;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.AssetStatus;
import dev.tarn.core.asset.Entity;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.asset.RelationshipId;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.change.Operation;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.CommitId;
import dev.tarn.testkit.InMemoryState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A log in which a test writes what it is about. */
final class WrittenLog {
  private static final Instant TIME = Instant.parse("2026-01-31T08:05:09.000042Z");

  private final Map<String, Entity> states = new HashMap<>();
  private final List<LogEntry> pending = new ArrayList<>();
  private final List<Group> groups = new ArrayList<>();
  private long seq;

  /** Creates, changes, moves, renames or restores an asset. */
  WrittenLog asset(AssetId id, String type, String name, @Nullable AssetId parent) {
    return asset(id, type, name, parent, AssetStatus.ACTIVE);
  }

  /** Creates or changes an asset whose id derives from its name; returns its id. */
  AssetId asset(String type, String name, @Nullable AssetId parent) {
    AssetId id = AssetId.derive(type, name);
    asset(id, type, name, parent);
    return id;
  }

  WrittenLog deleted(AssetId id) {
    Asset asset = (Asset) states.get("ASSET" + id);
    return asset(
        id, asset.type(), asset.qualifiedName(), asset.parentId(), asset.status().deleted());
  }

  private WrittenLog asset(
      AssetId id, String type, String name, @Nullable AssetId parent, AssetStatus status) {
    Entity before = states.get("ASSET" + id);
    return write(
        new Asset(
            id,
            type,
            name,
            name.substring(name.lastIndexOf('.') + 1),
            null,
            null,
            parent,
            null,
            null,
            null,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Map.of(),
            status,
            null,
            null,
            TIME,
            "user:alice",
            TIME.plusMillis(seq),
            "user:bob",
            before == null ? 1 : before.version() + 1,
            seq + 1));
  }

  WrittenLog edge(String type, AssetId source, AssetId target, boolean deleted) {
    RelationshipId id = RelationshipId.derive(type, source, target);
    Entity before = states.get("RELATIONSHIP" + id);
    return write(
        new Relationship(
            id,
            type,
            source,
            target,
            before == null ? Map.of() : Map.of("note", "number " + seq),
            deleted,
            TIME,
            "user:alice",
            before == null ? TIME : TIME.plusMillis(seq),
            before == null ? "user:alice" : "user:bob",
            before == null ? 1 : before.version() + 1,
            seq + 1));
  }

  private WrittenLog write(Entity after) {
    Entity before = states.put(after.kind() + after.key(), after);
    seq++;
    pending.add(
        new LogEntry(
            seq,
            TIME.plusMillis(seq),
            "group-" + (groups.size() + 1),
            0,
            before == null ? Operation.CREATE : Operation.UPDATE,
            before,
            after,
            List.of(),
            "user:bob",
            "request-" + seq,
            null,
            null,
            null,
            null));
    return this;
  }

  /** Ends the group. */
  Group group() {
    Group group =
        new Group(
            new CommitId(seq, "%08x".formatted(seq)), "group-" + (groups.size() + 1), pending);
    pending.clear();
    groups.add(group);
    return group;
  }

  List<Group> groups() {
    return groups;
  }

  /** Returns what the groups add up to. */
  InMemoryState model() {
    return model(groups);
  }

  static InMemoryState model(List<Group> groups) {
    InMemoryState model = new InMemoryState(CommitId.NOTHING);
    for (Group group : groups) {
      group.entries().forEach(entry -> model.apply(entry, group.commit()));
    }
    return model;
  }
}
