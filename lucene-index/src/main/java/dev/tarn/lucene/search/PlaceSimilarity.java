package dev.tarn.lucene.search;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.lucene.index.FieldInvertState;
import org.apache.lucene.search.CollectionStatistics;
import org.apache.lucene.search.Explanation;
import org.apache.lucene.search.TermStatistics;
import org.apache.lucene.search.similarities.Similarity;

/**
 * Scores a word of {@link PlacedWords} as the field would in which an asset with rank has it. What
 * is a better place never scores less: only so does Lucene know bounds.
 */
final class PlaceSimilarity extends Similarity {
  private final Rarity rarity;
  private final Map<String, float[]> scores = new HashMap<>();

  PlaceSimilarity(Rarity rarity) {
    this.rarity = rarity;
  }

  /** Finds out what a word scores; comes before any query for it. */
  void learn(String word) throws IOException {
    if (scores.containsKey(word)) {
      return;
    }
    float[] byFrequency = new float[Place.all().size() + 1];
    float best = 0;
    for (Place place : Place.all()) {
      best = Math.max(best, place.weight() * rarity.of(place.field(), List.of(word)));
      byFrequency[place.frequency()] = best;
    }
    scores.put(word, byFrequency);
  }

  @Override
  public long computeNorm(FieldInvertState state) {
    throw new UnsupportedOperationException("the field has no norms");
  }

  @Override
  public SimScorer scorer(
      float boost, CollectionStatistics collection, TermStatistics... statistics) {
    String word = statistics[0].term().utf8ToString();
    return new PlaceScorer(word, boost, Objects.requireNonNull(scores.get(word), word));
  }

  private static final class PlaceScorer extends SimScorer {
    private final String word;
    private final float[] scores;

    PlaceScorer(String word, float boost, float[] byFrequency) {
      this.word = word;
      this.scores = new float[byFrequency.length];
      for (int i = 0; i < scores.length; i++) {
        scores[i] = boost * byFrequency[i];
      }
    }

    @Override
    public float score(float frequency, long norm) {
      return scores[Math.min((int) frequency, scores.length - 1)];
    }

    @Override
    public Explanation explain(Explanation frequency, long norm) {
      int found = frequency.getValue().intValue();
      String place = Place.all().get(found - 1).toString();
      return Explanation.match(score(found, norm), word + " is in the place " + place);
    }
  }
}
