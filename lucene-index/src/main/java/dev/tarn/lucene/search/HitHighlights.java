package dev.tarn.lucene.search;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.search.SearchResult.Highlight;
import java.io.IOException;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.uhighlight.Passage;
import org.apache.lucene.search.uhighlight.PassageFormatter;
import org.apache.lucene.search.uhighlight.UnifiedHighlighter;
import org.apache.lucene.search.uhighlight.WholeBreakIterator;
import org.jspecify.annotations.Nullable;

/** Finds the words of a query again in the texts of a hit. */
final class HitHighlights {
  private static final int MAX_PASSAGES = 3;

  /** What lies beyond is not looked at. */
  private static final int MAX_TEXT_CHARS = 50_000;

  private final Query query;
  private final UnifiedHighlighter names;
  private final UnifiedHighlighter sentences;

  /**
   * @param query as for assets with rank
   */
  HitHighlights(Query query) {
    this.query = query;
    this.names = new Offsets(WholeBreakIterator::new);
    this.sentences = new Offsets(() -> BreakIterator.getSentenceInstance(Locale.ROOT));
  }

  /** Returns where words were found, by the names that fields have in queries. */
  Map<String, List<Highlight>> of(Asset asset) throws IOException {
    Map<String, List<Highlight>> found = new LinkedHashMap<>();
    add(found, "name", names, SearchFields.NAME, asset.name());
    add(found, "displayName", names, SearchFields.TITLE, asset.displayName());
    add(found, "qualifiedName", names, SearchFields.PATH, asset.qualifiedName());
    add(found, "description", sentences, SearchFields.PROSE, asset.description());
    return found;
  }

  private void add(
      Map<String, List<Highlight>> found,
      String label,
      UnifiedHighlighter highlighter,
      String field,
      @Nullable String text)
      throws IOException {
    if (text == null || text.isEmpty()) {
      return;
    }
    String start = text.substring(0, Math.min(text.length(), MAX_TEXT_CHARS));
    Object passages = highlighter.highlightWithoutSearcher(field, query, start, MAX_PASSAGES);
    if (passages instanceof Passages some && !some.highlights().isEmpty()) {
      found.put(label, some.highlights());
    }
  }

  private record Passages(List<Highlight> highlights) {}

  /** Says where words are instead of putting marks around them. */
  private static final class Offsets extends UnifiedHighlighter {
    Offsets(Supplier<BreakIterator> breaks) {
      super(
          new Builder(null, SearchAnalysis.INDEX)
              .withBreakIterator(breaks)
              .withMaxLength(MAX_TEXT_CHARS)
              .withMaxNoHighlightPassages(0)
              .withHandleMultiTermQuery(true)
              // A field is looked at alone: what the query wants of other fields is not in it.
              .withWeightMatches(false)
              .withFormatter(
                  new PassageFormatter() {
                    @Override
                    public Object format(Passage[] passages, String content) {
                      return new Passages(highlights(passages, content));
                    }
                  }));
    }
  }

  private static List<Highlight> highlights(Passage[] passages, String content) {
    List<Highlight> highlights = new ArrayList<>();
    for (Passage passage : passages) {
      String text = content.substring(passage.getStartOffset(), passage.getEndOffset());
      List<Highlight.Match> matches = new ArrayList<>();
      for (int i = 0; i < passage.getNumMatches(); i++) {
        int start = Math.max(0, passage.getMatchStarts()[i] - passage.getStartOffset());
        int end = Math.min(text.length(), passage.getMatchEnds()[i] - passage.getStartOffset());
        if (start < end) {
          matches.add(new Highlight.Match(start, end));
        }
      }
      if (!matches.isEmpty()) {
        highlights.add(new Highlight(text, joined(matches)));
      }
    }
    return highlights;
  }

  /** Returns the places in order, those that overlap as one. */
  private static List<Highlight.Match> joined(List<Highlight.Match> matches) {
    matches.sort(
        Comparator.comparingInt(Highlight.Match::start).thenComparingInt(Highlight.Match::end));
    List<Highlight.Match> joined = new ArrayList<>();
    for (Highlight.Match match : matches) {
      if (!joined.isEmpty() && match.start() < joined.getLast().end()) {
        Highlight.Match last = joined.removeLast();
        joined.add(new Highlight.Match(last.start(), Math.max(last.end(), match.end())));
      } else {
        joined.add(match);
      }
    }
    return joined;
  }
}
