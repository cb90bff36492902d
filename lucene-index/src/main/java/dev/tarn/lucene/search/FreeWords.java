package dev.tarn.lucene.search;

import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.queryparser.flexible.core.nodes.FieldQueryNode;
import org.jspecify.annotations.Nullable;

/** The words of a query that stand for themselves, and where they stand. */
final class FreeWords {
  /**
   * A word.
   *
   * @param start of its text in the query
   */
  record Place(Word word, int start, int end) {}

  private final List<Place> places = new ArrayList<>();
  private @Nullable String quoted;

  void add(QuerySyntax syntax, FieldQueryNode node, Word word) {
    if (places.size() == SearchLimits.MAX_WORDS) {
      throw QuerySyntax.tooComplex(
          syntax.position(node), "a query has at most " + SearchLimits.MAX_WORDS + " words");
    }
    places.add(new Place(word, syntax.position(node), syntax.end(node)));
  }

  void addQuoted(String text) {
    quoted = text;
  }

  List<Place> places() {
    return places;
  }

  /** Returns the text that may be a qualified name: the only word, or what is quoted; else null. */
  @Nullable String name() {
    if (places.isEmpty()) {
      return quoted;
    }
    return places.size() == 1 && quoted == null ? places.getFirst().word().text() : null;
  }
}
