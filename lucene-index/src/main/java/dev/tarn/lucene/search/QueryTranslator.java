package dev.tarn.lucene.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.apache.lucene.queryparser.flexible.core.nodes.AndQueryNode;
import org.apache.lucene.queryparser.flexible.core.nodes.BooleanQueryNode;
import org.apache.lucene.queryparser.flexible.core.nodes.BoostQueryNode;
import org.apache.lucene.queryparser.flexible.core.nodes.FieldQueryNode;
import org.apache.lucene.queryparser.flexible.core.nodes.FuzzyQueryNode;
import org.apache.lucene.queryparser.flexible.core.nodes.GroupQueryNode;
import org.apache.lucene.queryparser.flexible.core.nodes.ModifierQueryNode;
import org.apache.lucene.queryparser.flexible.core.nodes.OrQueryNode;
import org.apache.lucene.queryparser.flexible.core.nodes.QueryNode;
import org.apache.lucene.queryparser.flexible.core.nodes.QuotedFieldQueryNode;
import org.apache.lucene.queryparser.flexible.core.nodes.SlopQueryNode;
import org.apache.lucene.queryparser.flexible.standard.nodes.TermRangeQueryNode;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;

/**
 * Turns a parsed query into one of Lucene. Words without a field that stand side by side at the top
 * are what ranking is about; everything else is a condition that holds or does not.
 */
final class QueryTranslator {
  private static final float MAX_BOOST = 1_000;

  private final QuerySyntax syntax;
  private final Breadth breadth;
  private final WordQueries words;
  private final FieldQueries fields;
  private final FreeWords free = new FreeWords();
  private int clauses;

  QueryTranslator(QuerySyntax syntax, Breadth breadth, WordQueries words, FieldQueries fields) {
    this.syntax = syntax;
    this.breadth = breadth;
    this.words = words;
    this.fields = fields;
  }

  /** Returns the words that stand for themselves; complete after {@link #translate}. */
  FreeWords free() {
    return free;
  }

  /** Returns the query for the whole. */
  Query translate() throws IOException {
    return syntax.root() == null ? WordQueries.everything() : top(nodes());
  }

  /** Returns the words at the top of the query in their order, and all else as a condition. */
  Interpretation.Meaning meaning() throws IOException {
    StringJoiner said = new StringJoiner(" ");
    BooleanQuery.Builder conditions = new BooleanQuery.Builder();
    for (QueryNode node : nodes()) {
      if (isFreeWord(node)) {
        said.add(((FieldQueryNode) node).getTextAsString());
      } else {
        addRequired(conditions, node);
      }
    }
    if (said.length() == 0) {
      // A phrase, or words of which some suffice, are conditions, and say what is meant, too.
      free.places().forEach(place -> said.add(place.word().text()));
      if (free.name() != null && said.length() == 0) {
        said.add(free.name());
      }
    }
    BooleanQuery all = conditions.build();
    return new Interpretation.Meaning(
        said.toString(), all.clauses().isEmpty() ? null : withoutDoubt(all));
  }

  private List<QueryNode> nodes() {
    QueryNode root = syntax.root();
    if (root == null) {
      return List.of();
    }
    return root instanceof BooleanQueryNode side && side.getClass() == BooleanQueryNode.class
        ? side.getChildren()
        : List.of(root);
  }

  /** Words at the top of a query: a relaxed search wants most of them. */
  private Query top(List<QueryNode> nodes) throws IOException {
    BooleanQuery.Builder conditions = new BooleanQuery.Builder();
    List<QueryNode> said = new ArrayList<>();
    for (QueryNode node : nodes) {
      if (isFreeWord(node)) {
        said.add(node);
      } else {
        addRequired(conditions, node);
      }
    }
    WordClauses required = new WordClauses(words, breadth);
    for (QueryNode node : said) {
      FieldQueryNode word = (FieldQueryNode) node;
      Word meant = Word.of(word.getTextAsString());
      count(node);
      free.add(syntax, word, meant);
      required.add(meant);
    }
    required.addTo(conditions);
    return withoutDoubt(conditions.build());
  }

  private static boolean isFreeWord(QueryNode node) {
    return node.getClass() == FieldQueryNode.class
        && node instanceof FieldQueryNode word
        && QuerySyntax.NO_FIELD.contentEquals(word.getField())
        && !Wildcard.isOne(word.getText());
  }

  private Query query(QueryNode node) throws IOException {
    return switch (node) {
      case QuotedFieldQueryNode quoted -> quoted(quoted, 0);
      case FuzzyQueryNode fuzzy -> fuzzy(fuzzy);
      case FieldQueryNode word -> word(word);
      case SlopQueryNode slop when slop.getChild() instanceof QuotedFieldQueryNode quoted ->
          quoted(quoted, slop.getValue());
      case BoostQueryNode boost -> boosted(boost);
      case GroupQueryNode group -> query(group.getChild());
      case TermRangeQueryNode range -> {
        count(range);
        yield fields.range(syntax, range);
      }
      case OrQueryNode or -> any(or.getChildren());
      case AndQueryNode and -> all(and.getChildren());
      case BooleanQueryNode side -> all(side.getChildren());
      case ModifierQueryNode modified -> all(List.of(modified));
      default ->
          throw QuerySyntax.malformed(
              syntax.position(node), "functions, regular expressions and @ are not supported");
    };
  }

  private Query word(FieldQueryNode node) throws IOException {
    count(node);
    if (!QuerySyntax.NO_FIELD.contentEquals(node.getField())) {
      return fields.value(syntax, node);
    }
    if (Wildcard.isOne(node.getText())) {
      return fields.anywhere(syntax, node);
    }
    Word word = Word.of(node.getTextAsString());
    free.add(syntax, node, word);
    return words.exactly(word);
  }

  private Query quoted(QuotedFieldQueryNode node, int slop) throws IOException {
    count(node);
    if (!QuerySyntax.NO_FIELD.contentEquals(node.getField())) {
      return fields.phrase(syntax, node, slop);
    }
    free.addQuoted(node.getTextAsString());
    return words.phrase(node.getTextAsString(), slop);
  }

  private Query fuzzy(FuzzyQueryNode node) throws IOException {
    count(node);
    return fields.fuzzy(syntax, node);
  }

  private Query boosted(BoostQueryNode node) throws IOException {
    float boost = node.getValue();
    if (!(boost >= 0 && boost <= MAX_BOOST)) {
      throw QuerySyntax.malformed(syntax.position(node), "a boost is from 0 to " + (int) MAX_BOOST);
    }
    return WordQueries.boost(query(node.getChild()), boost);
  }

  private Query any(List<QueryNode> nodes) throws IOException {
    BooleanQuery.Builder any = new BooleanQuery.Builder();
    for (QueryNode node : nodes) {
      any.add(query(node), Occur.SHOULD);
    }
    return any.build();
  }

  private Query all(List<QueryNode> nodes) throws IOException {
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    for (QueryNode node : nodes) {
      addRequired(all, node);
    }
    return withoutDoubt(all.build());
  }

  private void addRequired(BooleanQuery.Builder all, QueryNode node) throws IOException {
    if (node instanceof ModifierQueryNode modified) {
      boolean not = modified.getModifier() == ModifierQueryNode.Modifier.MOD_NOT;
      all.add(query(modified.getChild()), not ? Occur.MUST_NOT : Occur.MUST);
    } else {
      all.add(query(node), Occur.MUST);
    }
  }

  /** A query that only says what is not wanted wants everything else. */
  private static Query withoutDoubt(BooleanQuery query) {
    boolean onlyNot = query.clauses().stream().allMatch(clause -> clause.occur() == Occur.MUST_NOT);
    if (!onlyNot) {
      return query;
    }
    BooleanQuery.Builder rest = new BooleanQuery.Builder();
    query.clauses().forEach(rest::add);
    return rest.add(WordQueries.everything(), Occur.MUST).build();
  }

  private void count(QueryNode node) {
    clauses++;
    if (clauses > SearchLimits.MAX_CLAUSES) {
      throw QuerySyntax.tooComplex(
          syntax.position(node), "a query has at most " + SearchLimits.MAX_CLAUSES + " clauses");
    }
  }
}
