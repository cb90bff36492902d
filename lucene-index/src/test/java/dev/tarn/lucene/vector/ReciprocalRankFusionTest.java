package dev.tarn.lucene.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tarn.lucene.vector.ReciprocalRankFusion.Fused;
import dev.tarn.testkit.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Seeds.class)
final class ReciprocalRankFusionTest {
  private static List<Integer> docs(List<List<Integer>> rankings) {
    return ReciprocalRankFusion.fuse(rankings).stream().map(Fused::doc).toList();
  }

  @Test
  void whatBothRankingsHaveComesBeforeWhatOneHas() {
    assertThat(docs(List.of(List.of(1, 2, 3), List.of(4, 3, 5)))).containsExactly(3, 1, 4, 2, 5);
  }

  @Test
  void scoresAreSumsOfReciprocalRanks() {
    List<Fused> fused = ReciprocalRankFusion.fuse(List.of(List.of(7, 8), List.of(8)));
    assertThat(fused).extracting(Fused::doc).containsExactly(8, 7);
    assertThat(fused.getFirst().score()).isCloseTo(1.0 / 62 + 1.0 / 61, within(1e-12));
    assertThat(fused.getFirst().ranks()).containsExactly(2, 1);
    assertThat(fused.getLast().score()).isCloseTo(1.0 / 61, within(1e-12));
    assertThat(fused.getLast().ranks()).containsExactly(1, 0);
  }

  @Test
  void aTieIsDecidedByTheFirstRanking() {
    assertThat(docs(List.of(List.of(1, 2), List.of(2, 1)))).containsExactly(1, 2);
    assertThat(docs(List.of(List.of(9), List.of(1)))).containsExactly(9, 1);
  }

  @Test
  void oneRankingStaysAsItIs() {
    assertThat(docs(List.of(List.of(5, 3, 9)))).containsExactly(5, 3, 9);
    assertThat(docs(List.of(List.of(), List.of(5, 3, 9)))).containsExactly(5, 3, 9);
    assertThat(docs(List.of(List.of(), List.of()))).isEmpty();
  }

  @Test
  void theNumbersOfDocumentsDecideNothing(Random random) {
    List<List<Integer>> rankings = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      List<Integer> ranking = new ArrayList<>(IntStream.range(0, 100).boxed().toList());
      Collections.shuffle(ranking, random);
      rankings.add(ranking.subList(0, 40 + random.nextInt(60)));
    }
    List<List<Integer>> renumbered =
        rankings.stream().map(of -> of.stream().map(doc -> 1_000 - doc).toList()).toList();
    assertThat(docs(renumbered))
        .isEqualTo(docs(rankings).stream().map(doc -> 1_000 - doc).toList());
  }
}
