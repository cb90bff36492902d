package dev.tarn.lucene.search;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.queryparser.flexible.core.nodes.FieldQueryNode;
import org.apache.lucene.queryparser.flexible.core.nodes.FuzzyQueryNode;
import org.apache.lucene.queryparser.flexible.standard.nodes.TermRangeQueryNode;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.QueryBuilder;
import org.jspecify.annotations.Nullable;

/** The queries for values of named fields. */
final class FieldQueries {
  static final int MAX_FUZZY_EXPANSIONS = 64;
  private static final int MAX_EDITS = 2;

  /** Fields of words, in which a wildcard without field is looked for. */
  private static final List<String> WORD_FIELDS =
      List.of(
          SearchFields.NAME_KEY,
          SearchFields.NAME,
          SearchFields.TITLE,
          SearchFields.PATH,
          SearchFields.PROSE);

  private final References references;
  private final ValueTerms values;
  private final TermExpansion expansion;

  FieldQueries(PooledSearcher searcher, References references, Set<String> cuts) {
    IndexReader reader = searcher.getIndexReader();
    this.references = references;
    this.values = new ValueTerms(reader);
    this.expansion = new TermExpansion(reader, cuts);
  }

  /** Returns the query for a filter's value, which is taken as it is. */
  Query filter(String field, String value) throws IOException {
    String attribute = attribute(field);
    if (attribute != null) {
      return attributeIs(attribute, value);
    }
    SearchField known =
        SearchField.of(field)
            .orElseThrow(
                () ->
                    CatalogException.ofField(
                        ErrorCode.UNKNOWN_FIELD, "filters." + field, unknown(field)));
    return exact(
        known,
        value,
        0,
        message ->
            CatalogException.ofField(ErrorCode.INVALID_REQUEST, "filters." + field, message));
  }

  /** Returns the query for a word in a field. */
  Query value(QuerySyntax syntax, FieldQueryNode node) throws IOException {
    if (Wildcard.isOne(node.getText())) {
      return wild(syntax, node);
    }
    return phrase(syntax, node, 0);
  }

  /** Returns the query for what is quoted in a field. */
  Query phrase(QuerySyntax syntax, FieldQueryNode node, int slop) throws IOException {
    String label = node.getFieldAsString();
    String attribute = attribute(label);
    if (attribute != null) {
      return attributeIs(attribute, node.getTextAsString());
    }
    Optional<SearchField> field = SearchField.of(label);
    if (field.isEmpty() && isType(label)) {
      return references.asset(label, node.getTextAsString());
    }
    return exact(
        field.orElseThrow(() -> unknown(syntax, node, label)),
        node.getTextAsString(),
        slop,
        message -> QuerySyntax.malformed(syntax.position(node), message));
  }

  private interface Refusal {
    CatalogException because(String message);
  }

  private Query exact(SearchField field, String text, int slop, Refusal refusal)
      throws IOException {
    return switch (field.kind()) {
      case VALUE, REFERENCE -> TermExpansion.anyOf(field.indexed(), terms(field, text));
      case NAME -> name(text, slop);
      case QUALIFIED_NAME -> qualifiedName(text);
      case PROSE -> words(field.indexed(), text, slop);
      case COLUMN -> column(text);
      case TIME ->
          new ConstantScoreQuery(Ranges.ofTime(field, text, text, true, true, refusal::because));
      case SCORE ->
          new ConstantScoreQuery(Ranges.ofScore(field, text, text, true, true, refusal::because));
    };
  }

  /** Returns the terms of the values that a text stands for in a field of values. */
  List<BytesRef> terms(SearchField field, String text) throws IOException {
    return field.kind() == SearchField.Kind.REFERENCE
        ? references.named(field, text)
        : values.matching(
            field, value -> SearchAnalysis.fold(value).equals(SearchAnalysis.fold(text)));
  }

  private static Query name(String text, int slop) {
    List<Query> fields = new ArrayList<>();
    fields.add(
        WordQueries.boost(
            WordQueries.term(SearchFields.NAME_KEY, SearchAnalysis.key(text)), Ranking.WHOLE_NAME));
    fields.add(WordQueries.boost(words(SearchFields.NAME, text, slop), Ranking.NAME));
    fields.add(WordQueries.boost(words(SearchFields.TITLE, text, slop), Ranking.TITLE));
    return WordQueries.best(fields);
  }

  private Query qualifiedName(String text) throws IOException {
    List<String> stems = SearchAnalysis.words(SearchAnalysis.STEMS, text);
    return stems.isEmpty()
        ? TermExpansion.anyOf(SearchFields.PATH, List.of())
        : References.all(SearchFields.PATH, stems);
  }

  private static Query column(String text) {
    List<String> stems = SearchAnalysis.words(SearchAnalysis.STEMS, text);
    Query whole = WordQueries.term(SearchFields.COLUMN_KEY, SearchAnalysis.key(text));
    if (stems.size() != 1) {
      // Two words of two columns are not one column.
      return whole;
    }
    return WordQueries.best(
        List.of(
            WordQueries.boost(whole, Ranking.WHOLE_COLUMN),
            WordQueries.boost(References.all(SearchFields.COLUMN, stems), Ranking.COLUMN)));
  }

  private static Query words(String field, String text, int slop) {
    Query query = new QueryBuilder(SearchAnalysis.INDEX).createPhraseQuery(field, text, slop);
    return query == null ? TermExpansion.anyOf(field, List.of()) : query;
  }

  private static Query attributeIs(String name, String value) {
    return new ConstantScoreQuery(
        WordQueries.term(SearchFields.ATTRIBUTE, SearchDocuments.attribute(name, value)));
  }

  private boolean isType(String label) throws IOException {
    return !values.matching(SearchField.TYPE, label::equals).isEmpty();
  }

  /** Returns the query for a word with wildcards that names no field. */
  Query anywhere(QuerySyntax syntax, FieldQueryNode node) throws IOException {
    if (node.getText().toString().equals("*")) {
      return WordQueries.everything();
    }
    Wildcard form = orTooComplex(syntax, node, Wildcard.ofKey(node.getText()));
    List<Query> fields = new ArrayList<>();
    for (String field : WORD_FIELDS) {
      fields.add(
          WordQueries.boost(
              expansion.matching(field, form.prefix(), form.matches()), Ranking.BEGINNING));
    }
    return WordQueries.best(fields);
  }

  private Query wild(QuerySyntax syntax, FieldQueryNode node) throws IOException {
    String label = node.getFieldAsString();
    String attribute = attribute(label);
    if (attribute != null) {
      Wildcard form = orTooComplex(syntax, node, Wildcard.ofValue(attribute + "=", node.getText()));
      return expansion.matching(SearchFields.ATTRIBUTE, form.prefix(), form.matches());
    }
    SearchField field = SearchField.of(label).orElseThrow(() -> unknown(syntax, node, label));
    if (node.getText().toString().equals("*") && hasColumn(field)) {
      return any(field);
    }
    Wildcard key = orTooComplex(syntax, node, Wildcard.ofKey(node.getText()));
    Wildcard value = orTooComplex(syntax, node, Wildcard.ofValue("", node.getText()));
    return switch (field.kind()) {
      case VALUE ->
          TermExpansion.anyOf(
              field.indexed(),
              values.matching(field, text -> value.matches().test(SearchAnalysis.fold(text))));
      case REFERENCE ->
          TermExpansion.anyOf(field.indexed(), references.wild(field, expansion, key));
      case NAME -> any(key, SearchFields.NAME_KEY, SearchFields.NAME, SearchFields.TITLE);
      case COLUMN -> any(key, SearchFields.COLUMN_KEY, SearchFields.COLUMN);
      case QUALIFIED_NAME -> any(key, SearchFields.PATH);
      case PROSE -> any(key, SearchFields.PROSE);
      case TIME, SCORE ->
          throw QuerySyntax.malformed(
              syntax.position(node), "the field " + label + " takes a value or a range");
    };
  }

  /** Returns whether the index knows which assets have a value without looking at the values. */
  private static boolean hasColumn(SearchField field) {
    return switch (field.kind()) {
      case VALUE, TIME, SCORE, PROSE, NAME, QUALIFIED_NAME -> true;
      case REFERENCE -> field.isFacet();
      case COLUMN -> false;
    };
  }

  /** Returns the query for assets that have any value in a field. */
  private static Query any(SearchField field) {
    return switch (field.kind()) {
      case NAME, QUALIFIED_NAME -> WordQueries.everything();
      case VALUE, REFERENCE, TIME, SCORE, PROSE, COLUMN -> {
        Query any = new FieldExistsQuery(field.indexed());
        String twin = SearchFields.twin(field.indexed());
        yield WordQueries.constant(
            twin == null ? any : WordQueries.best(List.of(any, new FieldExistsQuery(twin))), 0);
      }
    };
  }

  private Query any(Wildcard form, String... indexed) throws IOException {
    List<Query> fields = new ArrayList<>();
    for (String field : indexed) {
      fields.add(expansion.matching(field, form.prefix(), form.matches()));
    }
    return WordQueries.best(fields);
  }

  private static Wildcard orTooComplex(
      QuerySyntax syntax, FieldQueryNode node, @Nullable Wildcard form) {
    if (form == null) {
      throw QuerySyntax.tooComplex(
          syntax.position(node), "there are too many wildcards in one word");
    }
    return form;
  }

  /** Returns the query for a word that may be spelt otherwise. */
  Query fuzzy(QuerySyntax syntax, FuzzyQueryNode node) throws IOException {
    String label = node.getFieldAsString();
    List<String> indexed;
    if (label.equals(QuerySyntax.NO_FIELD)) {
      indexed = List.of(SearchFields.NAME, SearchFields.TITLE, SearchFields.PROSE);
    } else {
      SearchField field = SearchField.of(label).orElseThrow(() -> unknown(syntax, node, label));
      indexed =
          switch (field.kind()) {
            case NAME -> List.of(SearchFields.NAME, SearchFields.TITLE);
            case QUALIFIED_NAME, PROSE, COLUMN -> List.of(field.indexed());
            case VALUE, REFERENCE, TIME, SCORE ->
                throw QuerySyntax.malformed(
                    syntax.position(node), "the field " + label + " has no words to spell");
          };
    }
    int edits = (int) Math.clamp(node.getSimilarity(), 0, MAX_EDITS);
    String key = SearchAnalysis.key(node.getTextAsString());
    List<Query> fields = new ArrayList<>();
    for (String field : indexed) {
      fields.add(new FuzzyQuery(new Term(field, key), edits, 1, MAX_FUZZY_EXPANSIONS, true));
    }
    return WordQueries.best(fields);
  }

  /** Returns the query for a range. */
  Query range(QuerySyntax syntax, TermRangeQueryNode node) {
    String label = String.valueOf(node.getField());
    Refusal refusal =
        message -> QuerySyntax.malformed(syntax.position(node.getLowerBound()), message);
    SearchField field =
        SearchField.of(label).orElseThrow(() -> unknown(syntax, node.getLowerBound(), label));
    String lower = node.getLowerBound().getTextAsString();
    String upper = node.getUpperBound().getTextAsString();
    boolean withLower = node.isLowerInclusive();
    boolean withUpper = node.isUpperInclusive();
    Query range =
        switch (field.kind()) {
          case TIME -> Ranges.ofTime(field, lower, upper, withLower, withUpper, refusal::because);
          case SCORE -> Ranges.ofScore(field, lower, upper, withLower, withUpper, refusal::because);
          case VALUE, REFERENCE, NAME, QUALIFIED_NAME, PROSE, COLUMN ->
              throw refusal.because("only dates and scores have ranges, not " + label);
        };
    return new ConstantScoreQuery(range);
  }

  /** Returns the name of the attribute that a field is; null if it is none. */
  private static @Nullable String attribute(String label) {
    return label.startsWith(SearchField.ATTRIBUTES)
        ? label.substring(SearchField.ATTRIBUTES.length())
        : null;
  }

  private static CatalogException unknown(QuerySyntax syntax, FieldQueryNode node, String label) {
    return CatalogException.atPosition(
        ErrorCode.UNKNOWN_FIELD, "query", syntax.fieldPosition(node, label), unknown(label));
  }

  private static String unknown(String label) {
    String shown = label.length() > 64 ? label.substring(0, 64) + "…" : label;
    return "there is no field '"
        + shown
        + "'; there are "
        + SearchField.labels()
        + ". Put a name with colons in quotes";
  }
}
