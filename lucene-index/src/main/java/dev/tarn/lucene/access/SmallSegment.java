package dev.tarn.lucene.access;

import dev.tarn.lucene.search.SearchFields;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.StringHelper;

/**
 * The dictionaries of a segment of few documents, in memory: there is such a one with every change,
 * and thousands of conditions are looked up in it for everybody who searches then. Thread safe.
 */
final class SmallSegment {
  /** The most documents of a small one. */
  static final int MAX_DOCUMENTS = 4_096;

  private final Map<String, Dictionary> dictionaries = new ConcurrentHashMap<>();

  /**
   * The terms of a field.
   *
   * @param terms in order
   * @param documents those that have each
   */
  private record Dictionary(List<BytesRef> terms, List<int[]> documents) {
    /** Returns where the first term is that does not come before another. */
    int from(BytesRef term) {
      int at = Collections.binarySearch(terms, term);
      return at < 0 ? -at - 1 : at;
    }

    void add(int term, FixedBitSet found) {
      for (int document : documents.get(term)) {
        found.set(document);
      }
    }
  }

  /**
   * Adds the documents that have one of some terms.
   *
   * @param values in order
   */
  void among(LeafReader leaf, String field, List<BytesRef> values, FixedBitSet found) {
    Dictionary dictionary = dictionaries.computeIfAbsent(field, name -> terms(leaf, name));
    for (int next = 0; next < values.size(); ) {
      int at = dictionary.from(values.get(next));
      if (at == dictionary.terms().size()) {
        return;
      }
      if (dictionary.terms().get(at).equals(values.get(next))) {
        dictionary.add(at, found);
        next++;
      } else {
        next = OrderedTerms.from(values, dictionary.terms().get(at));
      }
    }
  }

  /**
   * Adds the documents whose order begins with one of some prefixes.
   *
   * @param prefixes in order, none in another
   */
  void below(LeafReader leaf, List<BytesRef> prefixes, FixedBitSet found) {
    Dictionary orders =
        dictionaries.computeIfAbsent(SearchFields.ORDER, name -> values(leaf, name));
    for (int next = 0; next < prefixes.size(); ) {
      BytesRef prefix = prefixes.get(next);
      int at = orders.from(prefix);
      if (at == orders.terms().size()) {
        return;
      }
      if (StringHelper.startsWith(orders.terms().get(at), prefix)) {
        while (at < orders.terms().size()
            && StringHelper.startsWith(orders.terms().get(at), prefix)) {
          orders.add(at++, found);
        }
        next++;
      } else {
        next = OrderedTerms.containing(prefixes, orders.terms().get(at));
      }
    }
  }

  private static Dictionary terms(LeafReader leaf, String field) {
    List<BytesRef> all = new ArrayList<>();
    List<int[]> documents = new ArrayList<>();
    try {
      Terms terms = leaf.terms(field);
      if (terms != null) {
        TermsEnum each = terms.iterator();
        PostingsEnum postings = null;
        for (BytesRef term = each.next(); term != null; term = each.next()) {
          postings = each.postings(postings, PostingsEnum.NONE);
          int[] having = new int[each.docFreq()];
          for (int i = 0; i < having.length; i++) {
            having[i] = postings.nextDoc();
          }
          all.add(BytesRef.deepCopyOf(term));
          documents.add(having);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the index cannot be read", e);
    }
    return new Dictionary(all, documents);
  }

  private static Dictionary values(LeafReader leaf, String field) {
    try {
      SortedDocValues values = DocValues.getSorted(leaf, field);
      List<List<Integer>> having = new ArrayList<>();
      List<BytesRef> all = new ArrayList<>();
      for (int ordinal = 0; ordinal < values.getValueCount(); ordinal++) {
        all.add(BytesRef.deepCopyOf(values.lookupOrd(ordinal)));
        having.add(new ArrayList<>());
      }
      for (int document = values.nextDoc();
          document != DocIdSetIterator.NO_MORE_DOCS;
          document = values.nextDoc()) {
        having.get(values.ordValue()).add(document);
      }
      List<int[]> documents =
          having.stream().map(each -> each.stream().mapToInt(Integer::intValue).toArray()).toList();
      return new Dictionary(all, documents);
    } catch (IOException e) {
      throw new UncheckedIOException("the index cannot be read", e);
    }
  }
}
