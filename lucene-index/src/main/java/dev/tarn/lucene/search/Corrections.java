package dev.tarn.lucene.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Queries that someone may have meant whose words are rare or unknown. */
final class Corrections {
  private static final int MAX_CORRECTIONS = 3;

  /** A word is taken for another only if that is so many times as frequent. */
  private static final int TIMES_AS_FREQUENT = 10;

  private final Spelling spelling;

  Corrections(Spelling spelling) {
    this.spelling = spelling;
  }

  /** Returns the query with its words replaced, the likeliest first. */
  List<String> of(String query, List<FreeWords.Place> places) throws IOException {
    List<List<String>> choices = new ArrayList<>();
    boolean any = false;
    for (FreeWords.Place place : places) {
      List<String> better = better(place.word());
      any |= !better.isEmpty();
      choices.add(better);
    }
    if (!any) {
      return List.of();
    }
    Set<String> corrected = new LinkedHashSet<>();
    for (int choice = 0; choice < MAX_CORRECTIONS; choice++) {
      corrected.add(replaced(query, places, choices, choice));
    }
    corrected.remove(query);
    return List.copyOf(corrected);
  }

  private static String replaced(
      String query, List<FreeWords.Place> places, List<List<String>> choices, int choice) {
    StringBuilder text = new StringBuilder(query);
    for (int i = places.size() - 1; i >= 0; i--) {
      FreeWords.Place place = places.get(i);
      List<String> words = choices.get(i);
      if (!words.isEmpty() && place.start() < place.end() && place.end() <= text.length()) {
        text.replace(place.start(), place.end(), words.get(Math.min(choice, words.size() - 1)));
      }
    }
    return text.toString();
  }

  /** Returns what may stand in the place of a word; nothing if it is right as it is. */
  private List<String> better(Word word) throws IOException {
    if (word.parts().size() != 1) {
      return List.of();
    }
    String typed = word.parts().getFirst();
    int frequency =
        Math.max(spelling.frequency(typed), spelling.frequency(word.stems().getFirst()));
    int least = Math.max(1, frequency * TIMES_AS_FREQUENT);
    return spelling.alike(typed).stream()
        .filter(candidate -> candidate.frequency() >= least)
        .map(Spelling.Candidate::text)
        .limit(MAX_CORRECTIONS)
        .toList();
  }
}
