package dev.tarn.testkit;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.AssetStatus;
import dev.tarn.core.asset.Entity;
import dev.tarn.core.asset.Owner;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.asset.RelationshipId;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.change.Operation;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.CredentialUse;
import dev.tarn.core.type.AssetType;
import dev.tarn.core.type.AttributeDefinition;
import dev.tarn.core.type.AttributeKind;
import dev.tarn.core.type.RelationshipType;
import dev.tarn.core.type.TypeRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Seeded log entries that could have come from a committer: creates, updates, renames, deletes,
 * restores, names that are given up and taken again, relationships, types, keyed requests.
 */
public final class RandomLog {
  private static final Instant START = Instant.parse("2026-01-31T23:59:58Z");
  private static final List<String> TYPES =
      List.of("table", "column", "dashboard", "user", "tag", "glossary-term", "domain", "incident");
  private static final List<String> EDGE_TYPES = List.of("lineage", "member-of", "related-to");
  private static final int DEFINED_TYPES = 3;

  private final RandomValues random;
  private final Map<AssetId, Asset> assets = new LinkedHashMap<>();
  private final List<AssetId> assetIds = new ArrayList<>();
  private final Set<String> liveNames = new HashSet<>();
  private final Map<RelationshipId, Relationship> edges = new LinkedHashMap<>();
  private final List<RelationshipId> edgeIds = new ArrayList<>();
  private final Map<String, AssetType> types = new LinkedHashMap<>();
  private final Map<String, RelationshipType> edgeTypes = new LinkedHashMap<>();
  private long seq;
  private long groups;
  private Instant time = START;

  /** The log of this seed, always the same. */
  public RandomLog(long seed) {
    this.random = new RandomValues(seed);
  }

  /** Returns the last sequence number that was given out. */
  public long seq() {
    return seq;
  }

  /** Returns the next entries, of one group. */
  public List<LogEntry> entries(String groupId, int count) {
    time = time.plusNanos(1_000L * (1 + random.below(2_000_000)));
    List<LogEntry> entries = new ArrayList<>(count);
    String key = random.oneIn(4) ? "key-" + (seq + 1) : null;
    while (entries.size() < count) {
      entries.add(next(groupId, entries.size(), key));
    }
    return entries;
  }

  /** Returns the next group, with a commit of its own making. */
  public Group group(int count) {
    String groupId = "group-" + ++groups;
    List<LogEntry> entries = entries(groupId, count);
    return new Group(new CommitId(seq, "%016x".formatted(seq * 31 + 7)), groupId, entries);
  }

  /** Returns the next groups, of 1 to {@code maxEntries} entries each. */
  public List<Group> groups(int count, int maxEntries) {
    List<Group> groups = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      groups.add(group(1 + random.below(maxEntries)));
    }
    return groups;
  }

  private LogEntry next(String groupId, int ordinal, @Nullable String key) {
    int dice = random.below(100);
    if (assetIds.size() < 5 || dice < 40) {
      return create(groupId, ordinal, key);
    }
    if (dice < 60) {
      return update(groupId, ordinal, key);
    }
    if (dice < 70) {
      return deleteOrRestore(groupId, ordinal, key);
    }
    if (dice < 96) {
      return relationship(groupId, ordinal, key);
    }
    return dice < 98 ? assetType(groupId, ordinal, key) : edgeType(groupId, ordinal, key);
  }

  private LogEntry create(String groupId, int ordinal, @Nullable String key) {
    String type = random.one(TYPES);
    String name = random.name();
    AssetId id = AssetId.derive(type, name);
    for (int generation = 1; assets.containsKey(id); generation++) {
      // Now and then a name that is free again is taken by a new asset; else the name is varied.
      if (liveNames.contains(type + name) || !random.oneIn(2)) {
        name = random.word() + "." + random.word() + "." + assetIds.size();
        id = AssetId.derive(type, name);
        break;
      }
      id = AssetId.derive(type, name, generation);
    }
    liveNames.add(type + name);
    Asset asset = content(id, type, name, AssetStatus.ACTIVE, null);
    return put(Operation.CREATE, null, asset, List.of(), groupId, ordinal, key);
  }

  private LogEntry update(String groupId, int ordinal, @Nullable String key) {
    Asset before = assets.get(random.one(assetIds));
    if (before == null || before.isDeleted()) {
      return create(groupId, ordinal, key);
    }
    String name = before.qualifiedName();
    List<String> changed = new ArrayList<>(List.of("description", "attributes.properties"));
    if (random.oneIn(3)) {
      liveNames.remove(before.type() + name);
      name = random.word() + "." + random.word() + "." + seq;
      liveNames.add(before.type() + name);
      changed.add("qualifiedName");
    }
    AssetStatus status =
        random.one(List.of(AssetStatus.ACTIVE, AssetStatus.DRAFT, AssetStatus.DEPRECATED));
    Asset after = content(before.id(), before.type(), name, status, before);
    return put(Operation.UPDATE, before, after, changed, groupId, ordinal, key);
  }

  private LogEntry deleteOrRestore(String groupId, int ordinal, @Nullable String key) {
    Asset before = assets.get(random.one(assetIds));
    if (before == null) {
      return create(groupId, ordinal, key);
    }
    String name = before.type() + before.qualifiedName();
    if (before.isDeleted()) {
      if (!liveNames.add(name)) {
        return create(groupId, ordinal, key);
      }
      return put(
          Operation.RESTORE,
          before,
          content(
              before.id(),
              before.type(),
              before.qualifiedName(),
              before.status().restored(),
              before),
          List.of(),
          groupId,
          ordinal,
          key);
    }
    liveNames.remove(name);
    return put(
        Operation.DELETE,
        before,
        content(
            before.id(), before.type(), before.qualifiedName(), before.status().deleted(), before),
        List.of(),
        groupId,
        ordinal,
        key);
  }

  private Asset content(
      AssetId id, String type, String name, AssetStatus status, @Nullable Asset before) {
    AssetType known = TypeRegistry.builtIn().assetType(type).orElseThrow();
    return new Asset(
        id,
        type,
        name,
        random.oneIn(2) ? name : random.word(),
        random.oneIn(3) ? random.word() : null,
        random.oneIn(2) ? random.text() : null,
        random.oneIn(3) ? other(id) : null,
        random.oneIn(2) ? random.one(List.of("snowflake", "postgres", "kafka")) : null,
        random.oneIn(4) ? other(id) : null,
        random.oneIn(3) ? other(id) : null,
        owners(id),
        others(id),
        others(id),
        others(id),
        random.attributes(known.attributes()),
        status,
        random.oneIn(3) ? random.score() : null,
        random.oneIn(3) ? random.score() : null,
        before == null ? time : before.createdAt(),
        before == null ? "user:creator" : before.createdBy(),
        time,
        "user:" + random.word(),
        before == null ? 1 : before.version() + 1,
        seq + 1);
  }

  private @Nullable AssetId other(AssetId self) {
    if (assetIds.isEmpty()) {
      return null;
    }
    AssetId id = random.one(assetIds);
    return id.equals(self) ? null : id;
  }

  private List<AssetId> others(AssetId self) {
    List<AssetId> ids = new ArrayList<>();
    for (int i = random.below(3); i > 0; i--) {
      AssetId id = other(self);
      if (id != null && !ids.contains(id)) {
        ids.add(id);
      }
    }
    return ids;
  }

  private List<Owner> owners(AssetId self) {
    return others(self).stream()
        .map(id -> new Owner(id, random.one(List.of("owner", "steward", "data-protection"))))
        .toList();
  }

  private LogEntry relationship(String groupId, int ordinal, @Nullable String key) {
    if (!edgeIds.isEmpty() && random.oneIn(3)) {
      Relationship before = edges.get(random.one(edgeIds));
      if (before != null) {
        boolean delete = !before.deleted() && random.oneIn(2);
        Operation operation =
            delete ? Operation.DELETE : before.deleted() ? Operation.RESTORE : Operation.UPDATE;
        return put(
            operation,
            before,
            edge(before.id(), before.type(), before.sourceId(), before.targetId(), delete, before),
            operation == Operation.UPDATE ? List.of("attributes.properties") : List.of(),
            groupId,
            ordinal,
            key);
      }
    }
    String type = random.one(EDGE_TYPES);
    AssetId source = random.one(assetIds);
    AssetId target = random.one(assetIds);
    RelationshipId id = RelationshipId.derive(type, source, target);
    Relationship before = edges.get(id);
    if (source.equals(target) || before != null) {
      return create(groupId, ordinal, key);
    }
    return put(
        Operation.CREATE,
        null,
        edge(id, type, source, target, false, null),
        List.of(),
        groupId,
        ordinal,
        key);
  }

  private Relationship edge(
      RelationshipId id,
      String type,
      AssetId source,
      AssetId target,
      boolean deleted,
      @Nullable Relationship before) {
    RelationshipType known = TypeRegistry.builtIn().relationshipType(type).orElseThrow();
    return new Relationship(
        id,
        type,
        source,
        target,
        random.attributes(known.attributes()),
        deleted,
        before == null ? time : before.createdAt(),
        before == null ? "service:airflow" : before.createdBy(),
        time,
        "user:" + random.word(),
        before == null ? 1 : before.version() + 1,
        seq + 1);
  }

  private List<AttributeDefinition> attributes(long version) {
    List<AttributeDefinition> attributes = new ArrayList<>();
    for (AttributeKind kind : AttributeKind.values()) {
      if (kind != AttributeKind.ENUM) {
        attributes.add(AttributeDefinition.optional(kind.code(), kind, random.text()));
      }
    }
    attributes.add(AttributeDefinition.oneOf("one", List.of("a", "b \"c\""), "An enum."));
    for (long i = 1; i < version; i++) {
      attributes.add(AttributeDefinition.optional("added" + i, AttributeKind.STRING, "Added."));
    }
    attributes.add(
        new AttributeDefinition(
            "ranged", AttributeKind.NUMBER, null, false, List.of(), -1.5, 1e18, null, null));
    attributes.add(
        new AttributeDefinition(
            "short",
            AttributeKind.LIST,
            AttributeKind.JSON,
            true,
            List.of(),
            null,
            null,
            7,
            "A list."));
    return attributes;
  }

  private LogEntry assetType(String groupId, int ordinal, @Nullable String key) {
    String name = "custom-" + random.below(DEFINED_TYPES);
    AssetType before = types.get(name);
    long version = before == null ? 1 : before.version() + 1;
    AssetType after =
        new AssetType(name, random.text(), List.of("table"), attributes(version), false, version);
    Operation operation = before == null ? Operation.CREATE : Operation.UPDATE;
    return put(operation, before, after, List.of(), groupId, ordinal, key);
  }

  private LogEntry edgeType(String groupId, int ordinal, @Nullable String key) {
    String name = "edge-" + random.below(DEFINED_TYPES);
    RelationshipType before = edgeTypes.get(name);
    long version = before == null ? 1 : before.version() + 1;
    RelationshipType after =
        new RelationshipType(
            name,
            "inverse-of-it",
            random.text(),
            List.of(),
            List.of("table", "view"),
            attributes(version),
            false,
            version);
    Operation operation = before == null ? Operation.CREATE : Operation.UPDATE;
    return put(operation, before, after, List.of(), groupId, ordinal, key);
  }

  private LogEntry put(
      Operation operation,
      @Nullable Entity before,
      Entity after,
      List<String> changed,
      String groupId,
      int ordinal,
      @Nullable String key) {
    switch (after) {
      case Asset asset -> {
        if (assets.put(asset.id(), asset) == null) {
          assetIds.add(asset.id());
        }
      }
      case Relationship edge -> {
        if (edges.put(edge.id(), edge) == null) {
          edgeIds.add(edge.id());
        }
      }
      case AssetType type -> types.put(type.name(), type);
      case RelationshipType type -> edgeTypes.put(type.name(), type);
      default -> throw new IllegalArgumentException("no entity: " + after);
    }
    seq++;
    return new LogEntry(
        seq,
        time,
        groupId,
        ordinal,
        operation,
        before,
        after,
        changed,
        "user:" + random.one(List.of("alice", "bob")),
        "request-" + seq,
        random.oneIn(2) ? "dbt" : null,
        random.oneIn(3) ? random.text() : null,
        key,
        key == null ? null : "fingerprint-of-" + key,
        via());
  }

  /** Takes nothing from the seed: logs of before are what they were. */
  private @Nullable CredentialUse via() {
    return switch ((int) (seq % 3)) {
      case 0 -> null;
      case 1 -> new CredentialUse("in-process", null, null);
      default -> new CredentialUse("api-key", "key-" + seq % 5, "192.0.2." + seq % 7);
    };
  }
}
