package dev.tarn.connectors.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tarn.core.change.Change;
import dev.tarn.core.change.ChangeResult;
import dev.tarn.core.state.StateSnapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScaleGeneratorTest {
  private static List<Change> all(ScaleGenerator generator) {
    return StreamSupport.stream(generator.spliterator(), false).toList();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 249, 250, 251, 253, 258, 3_000})
  void hasExactlyTheAssetsAskedForAndRefersToNothingElse(long assets) throws IOException {
    try (LoadedCatalog catalog = new LoadedCatalog()) {
      List<ChangeResult> results = catalog.load(new ScaleGenerator(42, assets).iterator());
      assertThat(results).hasOnlyElementsOfType(ChangeResult.Applied.class);
      try (StateSnapshot snapshot = catalog.read()) {
        assertThat(snapshot.assetCounts().values().stream().mapToLong(count -> count).sum())
            .isEqualTo(assets);
        assertThat(snapshot.relationshipCount())
            .isGreaterThanOrEqualTo(assets > 300 ? assets / 4 : 0);
      }
    }
  }

  @Test
  void theSeedAloneDecides() {
    assertThat(all(new ScaleGenerator(7, 2_000))).isEqualTo(all(new ScaleGenerator(7, 2_000)));
    assertThat(all(new ScaleGenerator(7, 2_000))).isNotEqualTo(all(new ScaleGenerator(8, 2_000)));
  }

  @Test
  void aSmallerCatalogIsTheBeginningOfALargerOne() {
    List<Change> small =
        all(new ScaleGenerator(7, 1_000)).stream()
            .filter(Change.UpsertAsset.class::isInstance)
            .toList();
    List<Change> large =
        all(new ScaleGenerator(7, 2_000)).stream()
            .filter(Change.UpsertAsset.class::isInstance)
            .toList();
    assertThat(large.subList(0, small.size())).isEqualTo(small);
  }

  @ParameterizedTest
  @EnumSource
  void partsTogetherAreTheWhole(ScaleGenerator.Variety variety) {
    for (long assets : new long[] {1, 255, 4_000}) {
      ScaleGenerator generator = new ScaleGenerator(11, assets, variety);
      List<Change> together = new ArrayList<>();
      generator.parts(5).forEach(part -> part.forEachRemaining(together::add));
      assertThat(together).isEqualTo(all(generator));
    }
  }

  @Test
  void highVarietyHasTwoRelationshipsForEachAssetAndLoadsWhole() throws IOException {
    ScaleGenerator generator = new ScaleGenerator(42, 5_000, ScaleGenerator.Variety.HIGH);
    try (LoadedCatalog catalog = new LoadedCatalog()) {
      assertThat(catalog.load(generator.iterator()))
          .hasOnlyElementsOfType(ChangeResult.Applied.class);
      try (StateSnapshot snapshot = catalog.read()) {
        assertThat(snapshot.assetCounts().values().stream().mapToLong(count -> count).sum())
            .isEqualTo(5_000);
        assertThat(snapshot.relationshipCount()).isBetween(9_000L, 11_000L);
      }
    }
  }

  @Test
  void highVarietyHasAFewFrequentWordsAndManyRareOnes() {
    Map<String, Long> tablesByWord =
        all(new ScaleGenerator(1, 20_000, ScaleGenerator.Variety.HIGH)).stream()
            .filter(Change.UpsertAsset.class::isInstance)
            .map(Change.UpsertAsset.class::cast)
            .filter(asset -> asset.type().equals("table"))
            .map(asset -> String.valueOf(asset.fields().get("description")))
            .flatMap(text -> Arrays.stream(text.toLowerCase(Locale.ROOT).split("\\W+")).distinct())
            .collect(Collectors.groupingBy(word -> word, Collectors.counting()));
    long tables = tablesByWord.get("of");
    assertThat(tablesByWord.get("data")).isGreaterThan(tables / 2);
    assertThat(tablesByWord.values().stream().filter(count -> count == 1).count())
        .isGreaterThan(200);
  }

  @Test
  void endsAndRefusesSizesOutOfRange() {
    var changes = new ScaleGenerator(1, 1).iterator();
    assertThat(changes.next()).isInstanceOf(Change.UpsertAsset.class);
    assertThat(changes.hasNext()).isFalse();
    assertThatThrownBy(changes::next).isInstanceOf(NoSuchElementException.class);
    assertThatThrownBy(() -> new ScaleGenerator(1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ScaleGenerator(1, ScaleGenerator.MAX_ASSETS + 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
