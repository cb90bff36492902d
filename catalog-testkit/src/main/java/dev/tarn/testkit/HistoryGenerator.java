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
import dev.tarn.core.type.AssetType;
import dev.tarn.core.type.AttributeDefinition;
import dev.tarn.core.type.AttributeKind;
import dev.tarn.core.type.RelationshipType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A log made from a seed: creates, updates, deletes and restores of assets, relationships and
 * types, with versions, states before and sequence numbers as a committer would write them. Every
 * optional part is now there and now not, and texts have what breaks naive encodings.
 */
public final class HistoryGenerator {
  private static final String[] PIECES = {
    "orders",
    "é",
    "日本",
    "\uD83D\uDE00",
    "\"",
    "\\",
    "/",
    "\n",
    "\u2028",
    " ",
    ".",
    ":",
    "'",
    "\uFFFD"
  };
  private static final List<String> TYPES = List.of("table", "column", "dashboard", "tag");
  private static final List<String> EDGES = List.of("lineage", "foreign-key");

  private final SplittableRandom random;
  private final List<Asset> assets = new ArrayList<>();
  private final List<Relationship> edges = new ArrayList<>();
  private final Map<String, Entity> types = new LinkedHashMap<>();
  private Instant time = Instant.parse("2026-03-01T23:59:00Z");
  private long seq;
  private long names;

  public HistoryGenerator(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** Returns the sequence number of the last entry; 0 before the first. */
  public long seq() {
    return seq;
  }

  /** Returns the next group of entries: one group id and one time. */
  public List<LogEntry> group(int size) {
    String groupId = new UUID(random.nextLong(), random.nextLong()).toString();
    time = time.plus(Duration.ofNanos(random.nextLong(60_000_000) * 1_000));
    List<LogEntry> group = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      group.add(entry(groupId, i));
    }
    return group;
  }

  private LogEntry entry(String groupId, int ordinal) {
    seq++;
    int choice = random.nextInt(100);
    if (choice < 2) {
      return typeEntry(groupId, ordinal);
    }
    if (choice < 30 && assets.size() > 1) {
      return edgeEntry(groupId, ordinal);
    }
    return assetEntry(groupId, ordinal);
  }

  private LogEntry assetEntry(String groupId, int ordinal) {
    int choice = random.nextInt(100);
    if (assets.isEmpty() || choice < 40) {
      String type = TYPES.get(random.nextInt(TYPES.size()));
      String name = "n" + names++ + text();
      Asset asset = asset(AssetId.derive(type, name), type, name, AssetStatus.ACTIVE, time, 1);
      assets.add(asset);
      return entry(groupId, ordinal, Operation.CREATE, null, asset, List.of());
    }
    int at = random.nextInt(assets.size());
    Asset before = assets.get(at);
    Operation operation = Operation.UPDATE;
    AssetStatus status = before.status();
    String name = before.qualifiedName();
    if (before.isDeleted()) {
      operation = Operation.RESTORE;
      status = AssetStatus.ACTIVE;
    } else if (choice > 85) {
      operation = Operation.DELETE;
      status = AssetStatus.DELETED;
    } else if (choice > 80) {
      name = "r" + names++ + text();
    }
    Asset after =
        asset(before.id(), before.type(), name, status, before.createdAt(), before.version() + 1);
    assets.set(at, after);
    return entry(
        groupId, ordinal, operation, before, after, List.of("description", "attributes." + text()));
  }

  private LogEntry edgeEntry(String groupId, int ordinal) {
    if (edges.isEmpty() || random.nextInt(100) < 50) {
      String type = EDGES.get(random.nextInt(EDGES.size()));
      AssetId source = assets.get(random.nextInt(assets.size())).id();
      AssetId target = assets.get(random.nextInt(assets.size())).id();
      RelationshipId id = RelationshipId.derive(type, source, target);
      if (edges.stream().noneMatch(edge -> edge.id().equals(id))) {
        Relationship edge = edge(id, type, source, target, false, time, 1);
        edges.add(edge);
        return entry(groupId, ordinal, Operation.CREATE, null, edge, List.of());
      }
    }
    if (edges.isEmpty()) {
      return assetEntry(groupId, ordinal);
    }
    int at = random.nextInt(edges.size());
    Relationship before = edges.get(at);
    boolean delete = !before.deleted() && random.nextInt(4) == 0;
    Operation operation =
        delete ? Operation.DELETE : before.deleted() ? Operation.RESTORE : Operation.UPDATE;
    Relationship after =
        edge(
            before.id(),
            before.type(),
            before.sourceId(),
            before.targetId(),
            delete,
            before.createdAt(),
            before.version() + 1);
    edges.set(at, after);
    return entry(groupId, ordinal, operation, before, after, List.of("attributes"));
  }

  private LogEntry typeEntry(String groupId, int ordinal) {
    boolean assetType = random.nextBoolean();
    String name = (assetType ? "kind-" : "edge-") + random.nextInt(5);
    Entity before = types.get(name);
    long version = before == null ? 1 : before.version() + 1;
    boolean builtIn = random.nextBoolean();
    List<AttributeDefinition> attributes =
        List.of(
            AttributeDefinition.optional("rows", AttributeKind.INTEGER, text()),
            AttributeDefinition.oneOf("tier", List.of("gold", text()), text()));
    Entity after =
        assetType
            ? new AssetType(name, text(), list(() -> "table"), attributes, builtIn, version)
            : new RelationshipType(
                name,
                "inverse-of-" + name,
                text(),
                list(() -> "table"),
                list(() -> "column"),
                attributes,
                builtIn,
                version);
    types.put(name, after);
    return entry(
        groupId,
        ordinal,
        before == null ? Operation.CREATE : Operation.UPDATE,
        before,
        after,
        before == null ? List.of() : List.of("attributes"));
  }

  private LogEntry entry(
      String groupId,
      int ordinal,
      Operation operation,
      @Nullable Entity before,
      Entity after,
      List<String> changedFields) {
    String key = maybe(() -> "key-" + random.nextInt(1_000));
    return new LogEntry(
        seq,
        time,
        groupId,
        ordinal,
        operation,
        before,
        after,
        changedFields,
        "user:" + text(),
        "request-" + seq,
        maybe(() -> "cli"),
        maybe(this::text),
        key,
        key == null ? null : "fingerprint-" + random.nextInt());
  }

  private Asset asset(
      AssetId id, String type, String name, AssetStatus status, Instant createdAt, long version) {
    return new Asset(
        id,
        type,
        name,
        text(),
        maybe(this::text),
        maybe(this::text),
        maybe(this::reference),
        maybe(() -> "snowflake"),
        maybe(this::reference),
        maybe(this::reference),
        list(() -> new Owner(reference(), Owner.DEFAULT_KIND)),
        list(this::reference),
        list(this::reference),
        list(this::reference),
        map(),
        status,
        maybe(random::nextDouble),
        maybe(random::nextDouble),
        createdAt,
        "user:" + text(),
        time,
        "user:" + text(),
        version,
        seq);
  }

  private Relationship edge(
      RelationshipId id,
      String type,
      AssetId source,
      AssetId target,
      boolean deleted,
      Instant createdAt,
      long version) {
    return new Relationship(
        id, type, source, target, map(), deleted, createdAt, "user:a", time, text(), version, seq);
  }

  private AssetId reference() {
    return AssetId.derive("any", Integer.toString(random.nextInt(20)));
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i >= 0; i--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }

  private Map<String, Object> map() {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      map.put("a" + i + text(), value(2));
    }
    return map;
  }

  private Object value(int depth) {
    return switch (random.nextInt(depth == 0 ? 4 : 6)) {
      case 0 -> text();
      case 1 -> random.nextBoolean();
      case 2 -> random.nextLong();
      case 3 -> random.nextDouble();
      case 4 -> list(() -> value(depth - 1));
      default -> Map.of("k", value(depth - 1));
    };
  }

  private <T> List<T> list(Supplier<T> element) {
    List<T> list = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      list.add(element.get());
    }
    return List.copyOf(list);
  }

  private <T> @Nullable T maybe(Supplier<T> value) {
    return random.nextBoolean() ? value.get() : null;
  }
}
