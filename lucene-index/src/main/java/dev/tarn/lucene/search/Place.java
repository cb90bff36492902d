package dev.tarn.lucene.search;

import java.util.Arrays;
import java.util.List;

/** Where a word is in an asset without rank; the later, the more it says. */
enum Place {
  PROSE(SearchFields.PROSE_FREQUENCY, SearchFields.PROSE, Ranking.PROSE),
  PATH(2, SearchFields.PATH, Ranking.PATH),
  TITLE_STEM(3, SearchFields.TITLE, Ranking.TITLE_STEM),
  NAME_STEM(4, SearchFields.NAME, Ranking.NAME_STEM),
  TITLE(5, SearchFields.TITLE, Ranking.TITLE),
  NAME(6, SearchFields.NAME, Ranking.NAME);

  private static final List<Place> ALL = Arrays.asList(values());

  private final int frequency;
  private final String field;
  private final float weight;

  Place(int frequency, String field, float weight) {
    this.frequency = frequency;
    this.field = field;
    this.weight = weight;
  }

  static List<Place> all() {
    return ALL;
  }

  /** Returns the field in which an asset with rank has such words. */
  String field() {
    return field;
  }

  float weight() {
    return weight;
  }

  /** Returns how often a word seems to be in the field of all places if this is its best one. */
  int frequency() {
    return frequency;
  }
}
