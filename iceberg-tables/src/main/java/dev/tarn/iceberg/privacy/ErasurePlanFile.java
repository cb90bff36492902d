package dev.tarn.iceberg.privacy;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.privacy.ErasurePlan;
import dev.tarn.core.privacy.PersonNames;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.tenant.TenantStatus;
import dev.tarn.iceberg.io.FileSync;
import dev.tarn.iceberg.io.WarehouseLayout;
import dev.tarn.json.ValueJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Plans of replacements that have not ended, each in a synced file of its tenant's folder. */
record ErasurePlanFile(WarehouseLayout layout) {
  private static final String SUFFIX = ".plan.json";

  /** Returns the folder of a tenant's runs. */
  static Path folder(WarehouseLayout layout, TenantId tenant) {
    return layout.tenant(tenant).resolve("privacy");
  }

  private Path file(TenantId tenant, String id) {
    return folder(layout, tenant).resolve(id + SUFFIX);
  }

  /** Returns a file beside the plan, for what the run itself notes. */
  Path notes(ErasurePlan plan, String kind) {
    return folder(layout, plan.tenant()).resolve(plan.id() + "." + kind);
  }

  void write(ErasurePlan plan) throws IOException {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", plan.id());
    json.put("tenant", plan.tenant().value());
    Map<String, Object> before = new LinkedHashMap<>();
    plan.before().forEach((tenant, status) -> before.put(tenant.value(), status.name()));
    json.put("before", before);
    json.put("epoch", plan.epoch());
    json.put("mode", plan.mode().name());
    json.put("actors", List.copyOf(plan.names().actors()));
    json.put("words", List.copyOf(plan.names().words()));
    json.put("assets", plan.names().assets().stream().map(AssetId::value).toList());
    json.put("pseudonym", plan.pseudonym());
    json.put("secret", plan.secret());
    json.put("by", plan.by().name());
    json.put("startedAt", plan.startedAt().toString());
    FileSync.replace(
        file(plan.tenant(), plan.id()), ValueJson.write(json).getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the plan that a tenant has; empty if it has none. */
  Optional<ErasurePlan> read(TenantId tenant) throws IOException {
    Path folder = folder(layout, tenant);
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (DirectoryStream<Path> plans = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      for (Path plan : plans) {
        return Optional.of(parse(plan));
      }
    }
    return Optional.empty();
  }

  private static ErasurePlan parse(Path file) throws IOException {
    if (!(ValueJson.read(Files.readString(file)) instanceof Map<?, ?> map)
        || !(map.get("before") instanceof Map<?, ?> tenants)
        || !(map.get("epoch") instanceof Long epoch)) {
      throw new IOException("not the plan of a replacement: " + file);
    }
    Map<TenantId, TenantStatus> before = new LinkedHashMap<>();
    tenants.forEach(
        (tenant, status) ->
            before.put(
                new TenantId(String.valueOf(tenant)),
                TenantStatus.valueOf(String.valueOf(status))));
    Set<AssetId> assets = new LinkedHashSet<>();
    texts(map, "assets").forEach(id -> assets.add(new AssetId(id)));
    return new ErasurePlan(
        text(map, "id"),
        new TenantId(text(map, "tenant")),
        before,
        epoch,
        ErasurePlan.Mode.valueOf(text(map, "mode")),
        new PersonNames(
            new LinkedHashSet<>(texts(map, "actors")),
            new LinkedHashSet<>(texts(map, "words")),
            assets),
        text(map, "pseudonym"),
        text(map, "secret"),
        new Actor(text(map, "by")),
        Instant.parse(text(map, "startedAt")));
  }

  private static String text(Map<?, ?> map, String key) {
    return String.valueOf(map.get(key));
  }

  private static List<String> texts(Map<?, ?> map, String key) {
    List<String> texts = new ArrayList<>();
    if (map.get(key) instanceof List<?> list) {
      list.forEach(each -> texts.add(String.valueOf(each)));
    }
    return texts;
  }

  /** Deletes the plan last, so that a crash leaves it with nothing that it needs missing. */
  void delete(ErasurePlan plan, List<String> notes) throws IOException {
    for (String kind : notes) {
      Files.deleteIfExists(notes(plan, kind));
    }
    Files.deleteIfExists(file(plan.tenant(), plan.id()));
    Path folder = folder(layout, plan.tenant());
    if (Files.isDirectory(folder)) {
      FileSync.directory(folder);
    }
  }
}
