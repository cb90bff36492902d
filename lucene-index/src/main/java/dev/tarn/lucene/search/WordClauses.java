package dev.tarn.lucene.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;

/** Words that stand side by side: all of them, or most of them. */
final class WordClauses {
  /** How many of the words are enough in a relaxed search. */
  private static final double MOST = 0.5;

  private final WordQueries queries;
  private final Breadth breadth;
  private final List<Word> words = new ArrayList<>();

  WordClauses(WordQueries queries, Breadth breadth) {
    this.queries = queries;
    this.breadth = breadth;
  }

  void add(Word word) {
    words.add(word);
  }

  /** Adds the words to a query, and what makes those the best that are called so. */
  void addTo(BooleanQuery.Builder query) throws IOException {
    if (words.isEmpty()) {
      return;
    }
    queries.learn(words);
    switch (breadth) {
      case STRICT -> addAll(query);
      case RELAXED, LOOSE -> addMost(query);
    }
    StringBuilder name = new StringBuilder();
    words.forEach(word -> name.append(word.key()));
    query.add(queries.called(name.toString()), Occur.SHOULD);
  }

  private void addAll(BooleanQuery.Builder query) throws IOException {
    boolean onlyFillers = words.stream().allMatch(Word::isFiller);
    for (Word word : words) {
      query.add(queries.exactly(word), word.isFiller() && !onlyFillers ? Occur.SHOULD : Occur.MUST);
    }
  }

  private void addMost(BooleanQuery.Builder query) throws IOException {
    List<Word> parts = new ArrayList<>();
    words.forEach(word -> parts.addAll(word.split()));
    List<Word> telling = parts.stream().filter(part -> !part.isFiller()).toList();
    List<Word> all = telling.isEmpty() ? parts : telling;
    List<Word> wanted = all.subList(0, Math.min(all.size(), SearchLimits.MAX_WORDS));
    BooleanQuery.Builder most = new BooleanQuery.Builder();
    for (Word word : wanted) {
      most.add(queries.about(word), Occur.SHOULD);
    }
    most.setMinimumNumberShouldMatch(enough(wanted.size()));
    query.add(most.build(), Occur.MUST);
    if (breadth == Breadth.RELAXED) {
      // What has all the words as they are written stays before the rest.
      BooleanQuery.Builder strict = new BooleanQuery.Builder();
      addAll(strict);
      query.add(strict.build(), Occur.SHOULD);
    }
  }

  private static int enough(int count) {
    return Math.max(1, (int) Math.ceil(MOST * count));
  }
}
