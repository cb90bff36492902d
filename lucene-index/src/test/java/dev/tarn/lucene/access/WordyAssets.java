package dev.tarn.lucene.access;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.AssetStatus;
import dev.tarn.core.asset.Owner;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.change.Operation;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.CommitId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Random assets whose names and texts are made of few words, some of them rare, and queries that
 * have these words, or nearly. No asset is a column of another: their names are found there, too.
 */
final class WordyAssets {
  private static final Instant TIME = Instant.parse("2026-01-31T08:05:09Z");
  private static final List<String> WORDS =
      List.of(
          "order",
          "orders",
          "customer",
          "revenue",
          "shipment",
          "invoice",
          "payment",
          "refund",
          "ledger",
          "margin",
          "forecast",
          "warehouse",
          "supplier",
          "campaign",
          "session",
          "click",
          "balance",
          "account",
          "contract",
          "employee",
          "salary",
          "patient",
          "diagnosis");
  private static final List<String> RARE =
      List.of("zirconium", "merger", "layoff", "acquisition", "lawsuit", "takeover");
  private static final List<String> TYPES =
      List.of("table", "dashboard", "metric", "query", "file", "test", "column", "topic");
  private static final List<String> STATUSES = List.of("active", "draft", "deprecated");

  private final Random random;
  private final Map<AssetId, Asset> assets = new LinkedHashMap<>();
  private final List<Asset> references = new ArrayList<>();
  private long seq;

  WordyAssets(Random random) {
    this.random = random;
  }

  List<Asset> live() {
    return assets.values().stream().filter(asset -> !asset.isDeleted()).toList();
  }

  private String word() {
    return random.nextInt(12) == 0 ? one(RARE) : one(WORDS);
  }

  private <T> T one(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private <T> List<T> some(List<T> values) {
    List<T> some = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0 && !values.isEmpty(); i--) {
      T value = one(values);
      if (!some.contains(value)) {
        some.add(value);
      }
    }
    return some;
  }

  /** Returns a group that creates assets; the first ones are what others refer to. */
  Group created(int count) {
    List<LogEntry> entries = new ArrayList<>();
    while (entries.size() < count) {
      boolean reference = references.size() < 16;
      String type =
          reference
              ? List.of("tag", "user", "domain", "glossary-term", "classification", "workspace")
                  .get(references.size() % 6)
              : one(TYPES);
      String name =
          reference ? word() + seq : "db" + random.nextInt(3) + "." + word() + "." + leaf();
      AssetId id = AssetId.derive(type, name);
      if (!assets.containsKey(id)) {
        Asset asset = asset(id, type, name, AssetStatus.ACTIVE, 1);
        if (reference) {
          references.add(asset);
        }
        entries.add(entry(Operation.CREATE, null, asset));
      }
    }
    return group(entries, seq);
  }

  private String leaf() {
    return random.nextInt(3) == 0 ? word() : word() + "_" + word() + random.nextInt(50);
  }

  /** Returns a group that changes and deletes assets. */
  Group changed(int count) {
    List<LogEntry> entries = new ArrayList<>();
    while (entries.size() < count) {
      Asset before = one(List.copyOf(assets.values()));
      if (before.isDeleted()) {
        continue;
      }
      boolean delete = random.nextInt(4) == 0;
      AssetStatus status = AssetStatus.ofCode(one(STATUSES));
      Asset after =
          asset(
              before.id(),
              before.type(),
              before.qualifiedName(),
              delete ? status.deleted() : status,
              before.version() + 1);
      entries.add(entry(delete ? Operation.DELETE : Operation.UPDATE, before, after));
    }
    return group(entries, seq);
  }

  private Asset asset(AssetId id, String type, String name, AssetStatus status, long version) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    if (random.nextBoolean()) {
      attributes.put("tier", one(List.of("gold", "silver", "bronze")));
    }
    List<AssetId> owners = ids("user");
    Instant time = TIME.plusSeconds(random.nextInt(100_000));
    List<AssetId> workspaces = ids("workspace");
    List<AssetId> domains = ids("domain");
    seq++;
    return new Asset(
        id,
        type,
        name,
        name.substring(name.lastIndexOf('.') + 1),
        random.nextInt(3) == 0 ? word() + " " + word() : null,
        random.nextInt(3) > 0 ? sentence() : null,
        null,
        random.nextBoolean() ? one(List.of("snowflake", "postgres", "kafka")) : null,
        workspaces.isEmpty() ? null : workspaces.getFirst(),
        domains.isEmpty() ? null : domains.getFirst(),
        owners.stream().map(owner -> new Owner(owner, Owner.DEFAULT_KIND)).toList(),
        ids("tag"),
        ids("classification"),
        ids("glossary-term"),
        attributes,
        status,
        random.nextInt(3) == 0 ? random.nextInt(100) / 100.0 : null,
        random.nextInt(3) == 0 ? random.nextInt(100) / 100.0 : null,
        TIME,
        "user:test",
        time,
        "user:test",
        version,
        seq);
  }

  private List<AssetId> ids(String type) {
    return some(references.stream().filter(asset -> asset.type().equals(type)).toList()).stream()
        .map(Asset::id)
        .toList();
  }

  private String sentence() {
    StringBuilder text = new StringBuilder("What is known of");
    for (int i = 1 + random.nextInt(5); i > 0; i--) {
      text.append(' ').append(word());
    }
    return text.toString();
  }

  private LogEntry entry(Operation operation, @Nullable Asset before, Asset after) {
    assets.put(after.id(), after);
    return entryOf(operation, before, after);
  }

  private static LogEntry entryOf(Operation operation, @Nullable Asset before, Asset after) {
    return new LogEntry(
        after.seq(),
        TIME,
        "group-" + after.seq(),
        0,
        operation,
        before,
        after,
        List.of(),
        "user:test",
        "request",
        null,
        null,
        null,
        null);
  }

  private static Group group(List<LogEntry> entries, long seq) {
    return new Group(new CommitId(seq, "00c0ffee"), "group-" + seq, entries);
  }

  /** Returns a group that creates these assets, as a log of their own has them. */
  static Group group(List<Asset> assets) {
    List<LogEntry> entries = new ArrayList<>();
    for (Asset asset : assets) {
      entries.add(entryOf(Operation.CREATE, null, numbered(asset, entries.size() + 1)));
    }
    return group(entries, entries.size());
  }

  static Asset withoutSeq(Asset asset) {
    return numbered(asset, 0);
  }

  static Map<AssetId, Asset> byId(Collection<Asset> some) {
    Map<AssetId, Asset> byId = new TreeMap<>();
    some.forEach(asset -> byId.put(asset.id(), withoutSeq(asset)));
    return byId;
  }

  private static Asset numbered(Asset asset, long seq) {
    return new Asset(
        asset.id(),
        asset.type(),
        asset.qualifiedName(),
        asset.name(),
        asset.displayName(),
        asset.description(),
        asset.parentId(),
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
        seq);
  }

  /** Returns the beginning of a name. */
  String beginning() {
    String word = word();
    String begun = word.substring(0, 1 + random.nextInt(word.length()));
    return random.nextInt(4) == 0 ? word() + " " + begun : begun;
  }

  private String misspelt() {
    StringBuilder word = new StringBuilder(word());
    word.setCharAt(1 + random.nextInt(word.length() - 1), 'q');
    return word.toString();
  }

  private String reference(String type) {
    List<Asset> some = references.stream().filter(asset -> asset.type().equals(type)).toList();
    return some.isEmpty() ? "nothing" : one(some).name();
  }

  /** Returns a query. */
  String query() {
    return switch (random.nextInt(24)) {
      case 0 -> "";
      case 1, 2 -> word();
      case 3 -> word() + " " + word();
      case 4, 5 -> misspelt();
      case 6 -> word() + " " + misspelt();
      case 7 -> word().substring(0, 3) + "*";
      case 8 -> "*" + word().substring(2, 4) + "*";
      case 9 -> misspelt() + "~";
      case 10 -> '"' + word() + " " + word() + '"';
      case 11 -> "tag:" + reference("tag");
      case 12 -> "owner:" + reference("user");
      case 13 -> "term:" + reference("glossary-term");
      case 14 -> "classification:" + reference("classification");
      case 15 -> "description:" + word();
      case 16 -> one(List.of("owner", "tag", "term", "classification", "description")) + ":*";
      case 17 -> "attributes.tier:" + one(List.of("gold", "g*", "*r*", "copper"));
      case 18 -> "type:" + one(TYPES) + " " + word();
      case 19 -> "name:" + word().substring(0, 2) + "* -description:" + word();
      case 20 -> "status:active AND NOT tag:" + reference("tag");
      case 21 -> "domain:" + reference("domain") + " OR workspace:" + reference("workspace");
      case 22 -> '"' + one(List.copyOf(assets.values())).qualifiedName() + '"';
      default -> reference(one(List.of("tag", "user", "domain", "glossary-term"))) + " " + word();
    };
  }
}
