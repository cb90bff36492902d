package dev.tarn.core.lineage;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.lineage.ImpactSummary.Group;
import dev.tarn.core.lineage.ImpactSummary.Grouping;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Counts assets by what they have in common. */
final class ImpactCounts {
  private long assets;
  private final List<Long> byDepth = new ArrayList<>();
  private final Counts byType = new Counts();
  private final Counts byOwner = new Counts();
  private final Counts byDomain = new Counts();
  private final Counts byWorkspace = new Counts();
  private final Counts byPlatform = new Counts();

  /** Of one field. */
  private static final class Counts {
    private final Map<String, Long> counts = new HashMap<>();
    private long without;

    void add(@Nullable String value) {
      if (value == null) {
        without++;
      } else {
        counts.merge(value, 1L, Long::sum);
      }
    }

    Grouping grouping(Labels labels) throws IOException {
      List<Map.Entry<String, Long>> sorted = new ArrayList<>(counts.entrySet());
      sorted.sort(
          Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
              .thenComparing(Map.Entry.comparingByKey()));
      int shown = Math.min(sorted.size(), LineageLimits.MAX_GROUPS);
      List<String> values = sorted.subList(0, shown).stream().map(Map.Entry::getKey).toList();
      Function<String, String> label = labels.of(values);
      List<Group> groups =
          sorted.subList(0, shown).stream()
              .map(
                  entry -> new Group(entry.getKey(), label.apply(entry.getKey()), entry.getValue()))
              .toList();
      List<Map.Entry<String, Long>> others = sorted.subList(shown, sorted.size());
      return new Grouping(
          groups, without, others.size(), others.stream().mapToLong(Map.Entry::getValue).sum());
    }
  }

  /** Finds what people call values. */
  @FunctionalInterface
  private interface Labels {
    Function<String, String> of(List<String> values) throws IOException;
  }

  void add(AssetTraits asset, int depth) {
    assets++;
    while (byDepth.size() < depth) {
      byDepth.add(0L);
    }
    byDepth.set(depth - 1, byDepth.get(depth - 1) + 1);
    byType.add(asset.type());
    if (asset.owners().isEmpty()) {
      byOwner.add(null);
    } else {
      asset.owners().forEach(id -> byOwner.add(id.value()));
    }
    byDomain.add(value(asset.domainId()));
    byWorkspace.add(value(asset.workspaceId()));
    byPlatform.add(asset.platform());
  }

  private static @Nullable String value(@Nullable AssetId id) {
    return id == null ? null : id.value();
  }

  ImpactSummary summary(LineageState state) throws IOException {
    Labels asTheyAre = values -> Function.identity();
    Labels names = values -> names(state, values);
    return new ImpactSummary(
        assets,
        byDepth.size(),
        byDepth,
        byType.grouping(asTheyAre),
        byOwner.grouping(names),
        byDomain.grouping(names),
        byWorkspace.grouping(names),
        byPlatform.grouping(asTheyAre));
  }

  private static Function<String, String> names(LineageState state, List<String> ids)
      throws IOException {
    Map<AssetId, Asset> found = state.assets(ids.stream().map(AssetId::new).toList());
    return id -> {
      Asset asset = found.get(new AssetId(id));
      if (asset == null) {
        return id;
      }
      String displayName = asset.displayName();
      return displayName == null ? asset.name() : displayName;
    };
  }
}
