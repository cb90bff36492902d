package dev.tarn.lucene.search;

import dev.tarn.core.search.SearchMode;
import dev.tarn.core.search.SearchRequest;
import java.io.IOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** What a request asks of an index, as Lucene queries. */
final class Interpretation {
  private final SearchRequest request;
  private final QuerySyntax syntax;
  private final References references;
  private final WordQueries words;
  private final FieldQueries fields;
  private final Map<String, Query> filters = new HashMap<>();
  private final Map<Breadth, Query> texts = new EnumMap<>(Breadth.class);
  private FreeWords free = new FreeWords();

  Interpretation(SearchRequest request, PooledSearcher searcher, Set<String> cuts)
      throws IOException {
    this.request = request;
    this.syntax = QuerySyntax.parse(request.mode() == SearchMode.SEMANTIC ? "" : request.query());
    this.references = new References(searcher, cuts);
    this.words = new WordQueries(searcher, references, cuts);
    this.fields = new FieldQueries(searcher, references, cuts);
    for (Map.Entry<String, List<String>> filter : request.filters().entrySet()) {
      filters.put(filter.getKey(), filter(filter.getKey(), filter.getValue()));
    }
  }

  private Query filter(String field, List<String> values) throws IOException {
    BooleanQuery.Builder any = new BooleanQuery.Builder();
    // A field without values selects nothing, and still has to exist.
    any.add(fields.filter(field, values.isEmpty() ? "" : values.getFirst()), Occur.SHOULD);
    for (String value : values.subList(Math.min(1, values.size()), values.size())) {
      any.add(fields.filter(field, value), Occur.SHOULD);
    }
    return any.build();
  }

  /** Returns the query whose hits are sorted by relevance. */
  RelevanceQuery ranked(Breadth breadth) throws IOException {
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    if (text(breadth) instanceof BooleanQuery all && hasRequired(all)) {
      all.clauses().forEach(query::add);
    } else {
      query.add(text(breadth), Occur.MUST);
    }
    filters.values().forEach(filter -> query.add(filter, Occur.FILTER));
    String name = free.name();
    if (name != null) {
      List<BytesRef> called = references.qualified(name);
      if (!called.isEmpty()) {
        query.add(
            WordQueries.boost(
                TermExpansion.anyOf(SearchFields.ORDER, called), Ranking.QUALIFIED_NAME),
            Occur.SHOULD);
      }
    }
    return RelevanceQuery.of(query.build());
  }

  private static boolean hasRequired(BooleanQuery query) {
    return query.clauses().stream().anyMatch(clause -> clause.occur() == Occur.MUST);
  }

  /**
   * Returns queries for what is counted, of which each asset is found by one.
   *
   * @param besides the field whose filter does not count; empty for none
   */
  List<Query> counted(Breadth breadth, String besides) throws IOException {
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    query.add(text(breadth), Occur.FILTER);
    filters.forEach(
        (field, filter) -> {
          if (!field.equals(besides)) {
            query.add(filter, Occur.FILTER);
          }
        });
    return PartQueries.each(query.build());
  }

  /**
   * What a ranking by meaning needs to know.
   *
   * @param text what to be near to
   * @param conditions that all assets fulfil; null for none
   */
  record Meaning(String text, @Nullable Query conditions) {}

  /** Returns what a ranking by meaning needs to know; all but the words is a condition. */
  Meaning meaning() throws IOException {
    Meaning said =
        request.mode() == SearchMode.SEMANTIC
            ? new Meaning(request.query(), null)
            : new QueryTranslator(syntax, Breadth.STRICT, words, fields).meaning();
    if (filters.isEmpty()) {
      return ofAll(said);
    }
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    if (said.conditions() != null) {
      all.add(said.conditions(), Occur.FILTER);
    }
    filters.values().forEach(filter -> all.add(filter, Occur.FILTER));
    return ofAll(new Meaning(said.text(), all.build()));
  }

  private static Meaning ofAll(Meaning said) {
    return said.conditions() == null
        ? said
        : new Meaning(said.text(), PartQueries.both(said.conditions()));
  }

  private Query text(Breadth breadth) throws IOException {
    Query text = texts.get(breadth);
    if (text == null) {
      QueryTranslator translator = new QueryTranslator(syntax, breadth, words, fields);
      text = translator.translate();
      free = translator.free();
      texts.put(breadth, text);
    }
    return text;
  }

  /** Returns whether the query has words that may be left out or spelt otherwise. */
  boolean canRelax() {
    return !free.places().isEmpty();
  }

  /** Returns the words that name no field. */
  List<FreeWords.Place> words() {
    return free.places();
  }

  SearchRequest request() {
    return request;
  }
}
