package dev.tarn.lucene.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.MultiPhraseQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.BytesRefIterator;

/**
 * Queries in the fields of assets that are parts of others ({@link SearchFields#ofParts}), made
 * from the same queries in the fields of all other assets.
 */
final class PartQueries {
  private PartQueries() {}

  private static final Query HAS_RANK = WordQueries.term(SearchFields.SIGNAL, SearchFields.RANK);

  /** Returns the query for assets of both kinds, of which each is found by its own fields. */
  static Query both(Query query) {
    List<Query> each =
        each(
            query instanceof BooleanQuery all && all.getMinimumNumberShouldMatch() == 0
                ? all
                : new BooleanQuery.Builder().add(query, Occur.MUST).build());
    if (each.size() == 1) {
      return query;
    }
    BooleanQuery.Builder either = new BooleanQuery.Builder();
    each.forEach(one -> either.add(one, Occur.SHOULD));
    return either.build();
  }

  /** Returns queries for assets of both kinds, of which each is found by one of the queries. */
  static List<Query> each(BooleanQuery query) {
    Query parts = of(query);
    if (parts.equals(query)) {
      return List.of(query);
    }
    return List.of(
        new BooleanQuery.Builder().add(query, Occur.MUST).add(HAS_RANK, Occur.FILTER).build(),
        ofPartsAlone(parts));
  }

  /** Restricts a query to parts if it might find others. */
  static Query ofPartsAlone(Query query) {
    return findsPartsAlone(query)
        ? query
        : new BooleanQuery.Builder().add(query, Occur.MUST).add(HAS_RANK, Occur.MUST_NOT).build();
  }

  /** Returns whether a query for parts has a field that only they have. */
  private static boolean findsPartsAlone(Query query) {
    return switch (query) {
      case BooleanQuery all -> {
        List<Query> required = new ArrayList<>();
        List<Query> optional = new ArrayList<>();
        for (BooleanClause clause : all.clauses()) {
          if (clause.isRequired()) {
            required.add(clause.query());
          } else if (!clause.isProhibited()) {
            optional.add(clause.query());
          }
        }
        yield required.stream().anyMatch(PartQueries::findsPartsAlone)
            || (required.isEmpty() && optional.stream().allMatch(PartQueries::findsPartsAlone));
      }
      case DisjunctionMaxQuery best ->
          best.getDisjuncts().stream().allMatch(PartQueries::findsPartsAlone);
      case BoostQuery boost -> findsPartsAlone(boost.getQuery());
      case ConstantScoreQuery constant -> findsPartsAlone(constant.getQuery());
      case TermQuery term -> SearchFields.isOfParts(term.getTerm().field());
      case TermInSetQuery terms -> SearchFields.isOfParts(terms.getField());
      case FuzzyQuery fuzzy -> SearchFields.isOfParts(fuzzy.getTerm().field());
      case PhraseQuery phrase -> SearchFields.isOfParts(phrase.getField());
      case MatchNoDocsQuery nothing -> true;
      default -> false;
    };
  }

  /** Returns the query that asks the same of parts. */
  static Query of(Query query) {
    return switch (query) {
      case SplitQuery split -> split.parts();
      case BooleanQuery all -> {
        BooleanQuery.Builder parts =
            new BooleanQuery.Builder()
                .setMinimumNumberShouldMatch(all.getMinimumNumberShouldMatch());
        for (BooleanClause clause : all.clauses()) {
          parts.add(of(clause.query()), clause.occur());
        }
        yield parts.build();
      }
      case DisjunctionMaxQuery best -> {
        List<Query> parts = new ArrayList<>();
        best.getDisjuncts().forEach(one -> parts.add(of(one)));
        yield new DisjunctionMaxQuery(parts, best.getTieBreakerMultiplier());
      }
      case BoostQuery boost -> new BoostQuery(of(boost.getQuery()), boost.getBoost());
      case ConstantScoreQuery constant -> new ConstantScoreQuery(of(constant.getQuery()));
      case TermQuery term when isSplit(term.getTerm().field()) -> new TermQuery(of(term.getTerm()));
      case TermInSetQuery terms when isSplit(terms.getField()) -> of(terms);
      case FuzzyQuery fuzzy ->
          new FuzzyQuery(
              of(fuzzy.getTerm()),
              fuzzy.getMaxEdits(),
              fuzzy.getPrefixLength(),
              FieldQueries.MAX_FUZZY_EXPANSIONS,
              fuzzy.getTranspositions());
      case PhraseQuery phrase -> {
        PhraseQuery.Builder parts = new PhraseQuery.Builder().setSlop(phrase.getSlop());
        for (int i = 0; i < phrase.getTerms().length; i++) {
          parts.add(of(phrase.getTerms()[i]), phrase.getPositions()[i]);
        }
        yield parts.build();
      }
      case MultiPhraseQuery phrase -> {
        MultiPhraseQuery.Builder parts = new MultiPhraseQuery.Builder().setSlop(phrase.getSlop());
        for (int i = 0; i < phrase.getTermArrays().length; i++) {
          Term[] terms = phrase.getTermArrays()[i].clone();
          for (int t = 0; t < terms.length; t++) {
            terms[t] = of(terms[t]);
          }
          parts.add(terms, phrase.getPositions()[i]);
        }
        yield parts.build();
      }
      default -> query;
    };
  }

  private static boolean isSplit(String field) {
    return !SearchFields.ofParts(field).equals(field);
  }

  private static Term of(Term term) {
    return new Term(SearchFields.ofParts(term.field()), term.bytes());
  }

  private static Query of(TermInSetQuery query) {
    List<BytesRef> terms = new ArrayList<>();
    try {
      BytesRefIterator each = query.getBytesRefIterator();
      for (BytesRef term = each.next(); term != null; term = each.next()) {
        terms.add(BytesRef.deepCopyOf(term));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("terms in memory are read without files", e);
    }
    return new TermInSetQuery(SearchFields.ofParts(query.getField()), terms);
  }
}
