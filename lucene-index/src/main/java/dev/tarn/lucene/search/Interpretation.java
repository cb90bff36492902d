package dev.tarn.lucene.search;

import dev.tarn.core.search.SearchMode;
import dev.tarn.core.search.SearchRequest;
import java.io.IOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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
  private final Spelling spelling;
  private final WordQueries words;
  private final FieldQueries fields;
  private final Map<String, Query> filters = new HashMap<>();
  private final Map<SearchField, Set<BytesRef>> chosen = new EnumMap<>(SearchField.class);
  private final Map<Breadth, Query> texts = new EnumMap<>(Breadth.class);
  private FreeWords free = new FreeWords();

  Interpretation(SearchRequest request, PooledSearcher searcher, Set<String> cuts)
      throws IOException {
    this.request = request;
    this.syntax = QuerySyntax.parse(request.mode() == SearchMode.SEMANTIC ? "" : request.query());
    this.references = new References(searcher, cuts);
    this.spelling = new Spelling(searcher.getIndexReader());
    this.words = new WordQueries(searcher, references, spelling, cuts);
    this.fields = new FieldQueries(searcher, references, cuts);
    for (Map.Entry<String, List<String>> filter : request.filters().entrySet()) {
      filters.put(filter.getKey(), filter(filter.getKey(), filter.getValue()));
    }
  }

  private Query filter(String label, List<String> values) throws IOException {
    // A field without values selects nothing, and still has to exist.
    List<String> wanted = values.isEmpty() ? List.of("") : values;
    Optional<SearchField> facet = SearchField.of(label).filter(SearchField::isFacet);
    if (facet.isPresent()) {
      Set<BytesRef> terms = new TreeSet<>();
      for (String value : wanted) {
        terms.addAll(fields.terms(facet.get(), value));
      }
      chosen.put(facet.get(), terms);
      return TermExpansion.anyOf(facet.get().indexed(), List.copyOf(terms));
    }
    BooleanQuery.Builder any = new BooleanQuery.Builder();
    for (String value : wanted) {
      any.add(fields.filter(label, value), Occur.SHOULD);
    }
    return any.build();
  }

  /** Returns the values that an asset has one of by the filter of a field; null if it has none. */
  @Nullable Set<BytesRef> chosen(SearchField field) {
    return chosen.get(field);
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

  /** Returns what may have been meant instead of the query. */
  List<String> corrections() throws IOException {
    return new Corrections(spelling).of(request.query(), free.places());
  }

  SearchRequest request() {
    return request;
  }
}
