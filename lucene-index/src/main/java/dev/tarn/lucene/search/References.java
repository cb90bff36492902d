package dev.tarn.lucene.search;

import dev.tarn.core.asset.AssetId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/** Finds out which assets are meant by a name, at the moment when it is asked. */
final class References {
  /** How many assets of all kinds a word of a query may name. */
  private static final int MAX_MENTIONS = 16;

  private final PooledSearcher searcher;
  private final Set<String> cuts;
  private final OrderValues orders;

  References(PooledSearcher searcher, Set<String> cuts) {
    this.searcher = searcher;
    this.cuts = cuts;
    this.orders = new OrderValues(searcher);
  }

  /**
   * Returns the terms of the assets that a text names: by id, by qualified name, with or without
   * the type before it, or by name; case does not matter.
   */
  List<BytesRef> named(SearchField field, String text) throws IOException {
    if (AssetId.isId(text.toLowerCase(Locale.ROOT))) {
      return List.of(SearchDocuments.id(new AssetId(text.toLowerCase(Locale.ROOT))));
    }
    int colon = text.indexOf(':');
    if (colon > 0 && field.types().contains(text.substring(0, colon))) {
      return named(List.of(text.substring(0, colon)), text.substring(colon + 1));
    }
    return named(field.types(), text);
  }

  private List<BytesRef> named(List<String> types, String text) throws IOException {
    BooleanQuery.Builder either = new BooleanQuery.Builder();
    either.add(
        new TermQuery(new Term(SearchFields.NAME_KEY, SearchAnalysis.key(text))), Occur.SHOULD);
    List<String> stems = SearchAnalysis.words(SearchAnalysis.STEMS, text);
    if (stems.size() > 1) {
      either.add(all(SearchFields.PATH, stems), Occur.SHOULD);
    }
    List<BytesRef> found = new ArrayList<>();
    ScoreDoc[] docs = search(types, either.build(), SearchLimits.MAX_REFERENCES + 1);
    if (docs.length > SearchLimits.MAX_REFERENCES) {
      cuts.add(SearchLimits.REFERENCES);
    }
    String key = SearchAnalysis.key(text);
    for (int i = 0; i < Math.min(docs.length, SearchLimits.MAX_REFERENCES); i++) {
      BytesRef order = orders.of(docs[i].doc);
      // Words in another order, or among others, are no qualified name.
      if (stems.size() < 2
          || hasKey(docs[i].doc, key)
          || qualifiedName(order).equalsIgnoreCase(text)) {
        found.add(id(order));
      }
    }
    return found;
  }

  private boolean hasKey(int doc, String key) throws IOException {
    Query query = PartQueries.both(new TermQuery(new Term(SearchFields.NAME_KEY, key)));
    return searcher.explain(query, doc).isMatch();
  }

  /** Returns the query for the assets of a type that a text names. */
  Query asset(String type, String text) throws IOException {
    return TermExpansion.anyOf(
        SearchFields.KEY, named(List.of(type), text).stream().map(References::key).toList());
  }

  private static BytesRef key(BytesRef id) {
    byte[] key = new byte[1 + id.length];
    key[0] = (byte) SearchFields.ASSET_KEY;
    System.arraycopy(id.bytes, id.offset, key, 1, id.length);
    return new BytesRef(key);
  }

  /** Returns the terms of the assets whose names have a form. */
  List<BytesRef> wild(SearchField field, TermExpansion expansion, Wildcard form)
      throws IOException {
    BooleanQuery.Builder either = new BooleanQuery.Builder();
    for (String names : List.of(SearchFields.NAME_KEY, SearchFields.NAME, SearchFields.TITLE)) {
      either.add(expansion.matching(names, form.prefix(), form.matches()), Occur.SHOULD);
    }
    ScoreDoc[] docs = search(field.types(), either.build(), SearchLimits.MAX_REFERENCES + 1);
    if (docs.length > SearchLimits.MAX_REFERENCES) {
      cuts.add(SearchLimits.REFERENCES);
    }
    List<BytesRef> found = new ArrayList<>();
    for (int i = 0; i < Math.min(docs.length, SearchLimits.MAX_REFERENCES); i++) {
      found.add(id(orders.of(docs[i].doc)));
    }
    return found;
  }

  /** Returns the orders of assets whose qualified name is just that. */
  List<BytesRef> qualified(String name) throws IOException {
    return orders.named(name);
  }

  /** Returns the fields in whose references words name assets, and the terms of these. */
  Map<SearchField, List<BytesRef>> mentioned(List<String> stems) throws IOException {
    List<String> types = new ArrayList<>();
    for (SearchField field : SearchField.values()) {
      types.addAll(field.types());
    }
    BooleanQuery.Builder names = new BooleanQuery.Builder();
    boolean known = false;
    for (String field : List.of(SearchFields.NAME, SearchFields.TITLE)) {
      if (searcher.rarity().isKnown(field, stems)) {
        names.add(searcher.rarity().all(field, stems), Occur.SHOULD);
        known = true;
      }
    }
    if (!known) {
      return Map.of();
    }
    Map<SearchField, List<BytesRef>> mentioned = new EnumMap<>(SearchField.class);
    for (ScoreDoc hit : search(types, names.build(), MAX_MENTIONS)) {
      String type = orders.type(hit.doc);
      for (SearchField field : SearchField.values()) {
        if (field.types().contains(type)) {
          mentioned.computeIfAbsent(field, any -> new ArrayList<>()).add(id(orders.of(hit.doc)));
        }
      }
    }
    return mentioned;
  }

  private ScoreDoc[] search(List<String> types, Query query, int limit) throws IOException {
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    // What others refer to has a rank; only a parent may be anything.
    all.add(types.isEmpty() ? PartQueries.both(query) : query, Occur.MUST);
    if (!types.isEmpty()) {
      all.add(
          new TermInSetQuery(SearchFields.TYPE, types.stream().map(BytesRef::new).toList()),
          Occur.FILTER);
    }
    return searcher.search(all.build(), limit).scoreDocs;
  }

  static Query all(String field, List<String> words) {
    if (words.size() == 1) {
      return new TermQuery(new Term(field, words.getFirst()));
    }
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    for (String word : Set.copyOf(words)) {
      all.add(new TermQuery(new Term(field, word)), Occur.MUST);
    }
    return all.build();
  }

  /** Returns the part of an order that is the id. */
  static BytesRef id(BytesRef order) {
    int bytes = SearchFields.ID_BYTES;
    return new BytesRef(order.bytes, order.offset + order.length - bytes, bytes);
  }

  /** Returns the part of an order before the id and what separates them. */
  static String qualifiedName(BytesRef order) {
    return new BytesRef(order.bytes, order.offset, order.length - SearchFields.ID_BYTES - 1)
        .utf8ToString();
  }
}
