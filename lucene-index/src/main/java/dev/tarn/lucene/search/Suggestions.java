package dev.tarn.lucene.search;

import dev.tarn.core.search.SuggestRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.lucene.document.FeatureField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopScoreDocCollectorManager;
import org.apache.lucene.util.BytesRef;

/** Finds assets while their names are typed. */
final class Suggestions {
  private static final int MAX_EXPANSIONS = 32;

  /** Names that begin so come before names in which another word does. */
  private static final float NAME_BEGINS = 2;

  private static final float WORD_BEGINS = 1;
  private static final float WHOLE_NAME = 4;

  private final PooledSearcher searcher;
  private final TermExpansion expansion;
  private final FieldQueries fields;

  Suggestions(PooledSearcher searcher) {
    TreeSet<String> cuts = new TreeSet<>();
    this.searcher = searcher;
    this.expansion = new TermExpansion(searcher.getIndexReader(), cuts);
    this.fields = new FieldQueries(searcher, new References(searcher, cuts), cuts);
  }

  /** Returns documents, the best first. */
  List<Integer> find(SuggestRequest request) throws IOException {
    BooleanQuery.Builder query = typed(request.text());
    for (Map.Entry<String, List<String>> filter : request.filters().entrySet()) {
      query.add(PartQueries.both(any(filter.getKey(), filter.getValue())), Occur.FILTER);
    }
    List<Integer> found = new ArrayList<>();
    for (ScoreDoc hit : top(request, query.build()).scoreDocs) {
      found.add(hit.doc);
    }
    return found;
  }

  private TopDocs top(SuggestRequest request, BooleanQuery query) throws IOException {
    int limit = request.limit();
    if (!request.byPopularity()) {
      return RelevanceQuery.of(query).top(searcher, limit, null, limit);
    }
    Query popular =
        new BooleanQuery.Builder()
            .add(WordQueries.constant(PartQueries.both(query), 0), Occur.MUST)
            .add(
                FeatureField.newLinearQuery(SearchFields.SIGNAL, SearchFields.POPULARITY, 1),
                Occur.SHOULD)
            .build();
    return searcher.search(popular, new TopScoreDocCollectorManager(limit, null, limit));
  }

  private Query any(String field, List<String> values) throws IOException {
    BooleanQuery.Builder any = new BooleanQuery.Builder();
    for (String value : values) {
      any.add(fields.filter(field, value), Occur.SHOULD);
    }
    return any.build();
  }

  private BooleanQuery.Builder typed(String text) throws IOException {
    List<String> words = SearchAnalysis.words(SearchAnalysis.WORDS, text);
    if (words.isEmpty()) {
      return new BooleanQuery.Builder().add(WordQueries.everything(), Occur.MUST);
    }
    boolean qualified = text.indexOf('.') >= 0;
    boolean finished = !Character.isLetterOrDigit(text.codePointBefore(text.length()));
    List<String> stems = SearchAnalysis.words(SearchAnalysis.STEMS, text);
    List<String> before = stems.subList(0, finished ? stems.size() : stems.size() - 1);
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    if (!before.isEmpty()) {
      query.add(qualified ? path(before) : names(before), Occur.MUST);
    }
    if (!finished) {
      query.add(beginning(words.getLast(), before.isEmpty(), qualified), Occur.MUST);
    }
    query.add(
        WordQueries.constant(
            WordQueries.term(SearchFields.NAME_KEY, SearchAnalysis.key(text)), WHOLE_NAME),
        Occur.SHOULD);
    return query;
  }

  private static Query path(List<String> stems) {
    return WordQueries.constant(References.all(SearchFields.PATH, stems), WORD_BEGINS);
  }

  private static Query names(List<String> stems) {
    return WordQueries.best(
        List.of(
            WordQueries.constant(References.all(SearchFields.NAME, stems), WORD_BEGINS),
            WordQueries.constant(References.all(SearchFields.TITLE, stems), WORD_BEGINS)));
  }

  /**
   * Returns the query for names with a word that begins so. A few letters are terms of their own;
   * with more of them, the words that begin so are few.
   *
   * @param first whether nothing was typed before it
   */
  private Query beginning(String letters, boolean first, boolean qualified) throws IOException {
    int count = letters.codePointCount(0, letters.length());
    String few =
        letters.substring(
            0, letters.offsetByCodePoints(0, Math.min(count, SearchDocuments.MAX_BEGINNING_CHARS)));
    Query begins =
        WordQueries.constant(
            WordQueries.term(SearchFields.BEGINNING, SearchDocuments.NAME_BEGINS + few),
            NAME_BEGINS);
    List<Query> places = new ArrayList<>();
    if (qualified) {
      addWords(places, SearchFields.PATH, letters);
    }
    if (count <= SearchDocuments.MAX_BEGINNING_CHARS) {
      places.add(begins);
      places.add(
          WordQueries.constant(WordQueries.term(SearchFields.BEGINNING, letters), WORD_BEGINS));
      return WordQueries.best(places);
    }
    addWords(places, SearchFields.NAME, letters);
    addWords(places, SearchFields.TITLE, letters);
    Query words = WordQueries.best(places);
    if (!first) {
      return words;
    }
    BooleanQuery nameBegins =
        new BooleanQuery.Builder().add(words, Occur.FILTER).add(begins, Occur.FILTER).build();
    return WordQueries.best(List.of(WordQueries.constant(nameBegins, NAME_BEGINS), words));
  }

  private void addWords(List<Query> places, String field, String letters) throws IOException {
    for (BytesRef term : expansion.terms(field, letters, MAX_EXPANSIONS)) {
      places.add(WordQueries.constant(new TermQuery(new Term(field, term)), WORD_BEGINS));
    }
  }
}
