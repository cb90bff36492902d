package dev.tarn.iceberg.store;

import dev.tarn.core.audit.AuditLink;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.tenant.CloneSource;
import dev.tarn.core.tenant.StorageName;
import dev.tarn.core.tenant.TenantDetails;
import dev.tarn.core.tenant.TenantQuotas;
import dev.tarn.core.tenant.TenantStatus;
import dev.tarn.iceberg.io.FileSync;
import dev.tarn.iceberg.io.WarehouseLayout;
import dev.tarn.json.ValueJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is known of tenants, in a synced file of each one's folder of the warehouse. */
final class TenantList {
  private static final String STATUS = "status";
  private static final String CREATED_AT = "createdAt";
  private static final String CREATED_BY = "createdBy";
  private static final String QUOTAS = "quotas";
  private static final String MAX_ASSETS = "maxAssets";
  private static final String MAX_REQUESTS = "maxRequestsPerSecond";
  private static final String MAX_STORAGE = "maxStorageBytes";
  private static final String MAX_TASKS = "maxTasks";
  private static final String CLONED_FROM = "clonedFrom";
  private static final String TENANT = "tenant";
  private static final String COMMIT = "commit";
  private static final String SHARES = "sharesFilesOf";
  private static final String STORAGE = "storage";
  private static final String ANCHOR = "auditAnchor";
  private static final String EPOCH = "epoch";
  private static final String NUMBER = "number";
  private static final String HASH = "hash";

  private final WarehouseLayout layout;

  TenantList(WarehouseLayout layout) {
    this.layout = layout;
  }

  /** Returns the tenants that have a list of references; those that others began with first. */
  List<TenantId> known() throws IOException {
    Map<TenantId, Integer> generations = new LinkedHashMap<>();
    try (DirectoryStream<Path> folders =
        Files.newDirectoryStream(layout.root(), Files::isDirectory)) {
      for (Path folder : folders) {
        if (Files.exists(folder.resolve("references.json"))) {
          TenantId tenant = new TenantId(String.valueOf(folder.getFileName()));
          generations.put(tenant, details(tenant).sharesFilesOf().size());
        }
      }
    }
    return generations.entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Returns the tenants that may read files of another one. */
  List<TenantId> sharing(TenantId tenant) throws IOException {
    List<TenantId> sharing = new ArrayList<>();
    for (TenantId other : known()) {
      if (details(other).sharesFilesOf().contains(tenant.value())) {
        sharing.add(other);
      }
    }
    sharing.sort(Comparator.comparing(TenantId::value));
    return sharing;
  }

  /** Returns a tenant with all those that read files of it, or whose files it reads; sorted. */
  Set<TenantId> family(TenantId tenant) throws IOException {
    Set<TenantId> family = new TreeSet<>(Comparator.comparing(TenantId::value));
    family.add(tenant);
    boolean isGrowing = true;
    while (isGrowing) {
      isGrowing = false;
      for (TenantId other : known()) {
        Set<String> shared = details(other).sharesFilesOf();
        boolean isRelated =
            family.stream()
                .anyMatch(member -> member.equals(other) || shared.contains(member.value()));
        if (isRelated) {
          isGrowing |= family.add(other);
          for (String source : shared) {
            TenantId id = new TenantId(source);
            // What is gone and left no files has no folder any more.
            isGrowing |= Files.isDirectory(layout.tenant(id)) && family.add(id);
          }
        }
      }
    }
    return family;
  }

  /** Returns what is known of a tenant; {@link TenantDetails#UNKNOWN} where nothing is. */
  TenantDetails details(TenantId tenant) throws IOException {
    return find(tenant).orElse(TenantDetails.UNKNOWN);
  }

  /** Returns what is known of a tenant, if it, or something of it, is there. */
  Optional<TenantDetails> find(TenantId tenant) throws IOException {
    Path file = layout.tenantDetails(tenant);
    try {
      if (ValueJson.read(Files.readString(file, StandardCharsets.UTF_8)) instanceof Map<?, ?> map) {
        return Optional.of(details(map));
      }
    } catch (NoSuchFileException e) {
      if (Files.isSymbolicLink(layout.tenant(tenant)) && !Files.exists(layout.tenant(tenant))) {
        throw new IOException("the folder of " + tenant + " leads to what is not there", e);
      }
      return Optional.empty();
    }
    throw new IOException("not the details of a tenant: " + file);
  }

  private static TenantDetails details(Map<?, ?> map) {
    Set<String> shares = new HashSet<>();
    if (map.get(SHARES) instanceof List<?> names) {
      names.forEach(name -> shares.add(String.valueOf(name)));
    }
    return new TenantDetails(
        map.get(STATUS) instanceof String status
            ? TenantStatus.valueOf(status)
            : TenantStatus.ACTIVE,
        map.get(CREATED_AT) instanceof String time ? Instant.parse(time) : null,
        map.get(CREATED_BY) instanceof String actor ? new Actor(actor) : Actor.SYSTEM,
        map.get(QUOTAS) instanceof Map<?, ?> quotas ? quotas(quotas) : TenantQuotas.NONE,
        map.get(CLONED_FROM) instanceof Map<?, ?> source ? source(source) : null,
        shares,
        map.get(STORAGE) instanceof String storage ? new StorageName(storage) : StorageName.DEFAULT,
        map.get(ANCHOR) instanceof Map<?, ?> anchor ? anchor(anchor) : null,
        map.get(EPOCH) instanceof Number epoch ? epoch.longValue() : 0);
  }

  private static @Nullable AuditLink anchor(Map<?, ?> map) {
    return map.get(NUMBER) instanceof Number number && map.get(HASH) instanceof String hash
        ? new AuditLink(number.longValue(), hash)
        : null;
  }

  private static @Nullable CloneSource source(Map<?, ?> map) {
    return map.get(TENANT) instanceof String tenant && map.get(COMMIT) instanceof String commit
        ? new CloneSource(new TenantId(tenant), CommitId.parse(commit))
        : null;
  }

  private static TenantQuotas quotas(Map<?, ?> map) {
    return new TenantQuotas(
        number(map, MAX_ASSETS),
        number(map, MAX_REQUESTS),
        number(map, MAX_STORAGE),
        number(map, MAX_TASKS));
  }

  private static @Nullable Long number(Map<?, ?> map, String key) {
    return map.get(key) instanceof Number number ? Long.valueOf(number.longValue()) : null;
  }

  /** Replaces what is known of a tenant. */
  void write(TenantId tenant, TenantDetails details) throws IOException {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put(STATUS, details.status().name());
    json.put(CREATED_BY, details.createdBy().name());
    json.put(SHARES, details.sharesFilesOf().stream().<Object>map(name -> name).sorted().toList());
    json.put(STORAGE, details.storage().value());
    if (details.createdAt() != null) {
      json.put(CREATED_AT, details.createdAt().toString());
    }
    Map<String, Object> quotas = new LinkedHashMap<>();
    put(quotas, MAX_ASSETS, details.quotas().maxAssets());
    put(quotas, MAX_REQUESTS, details.quotas().maxRequestsPerSecond());
    put(quotas, MAX_STORAGE, details.quotas().maxStorageBytes());
    put(quotas, MAX_TASKS, details.quotas().maxTasks());
    json.put(QUOTAS, quotas);
    CloneSource source = details.clonedFrom();
    if (source != null) {
      json.put(
          CLONED_FROM, Map.of(TENANT, source.tenant().value(), COMMIT, source.commit().toString()));
    }
    AuditLink anchor = details.auditAnchor();
    if (anchor != null) {
      json.put(ANCHOR, Map.of(NUMBER, anchor.number(), HASH, anchor.hash()));
    }
    if (details.epoch() > 0) {
      json.put(EPOCH, details.epoch());
    }
    FileSync.replace(
        layout.tenantDetails(tenant), ValueJson.write(json).getBytes(StandardCharsets.UTF_8));
  }

  private static void put(Map<String, Object> json, String key, @Nullable Long value) {
    if (value != null) {
      json.put(key, value);
    }
  }
}
