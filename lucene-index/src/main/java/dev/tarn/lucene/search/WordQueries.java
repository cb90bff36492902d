package dev.tarn.lucene.search;

import dev.tarn.core.asset.EntityKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.QueryBuilder;

/** The queries for words that name no field: each is looked for in all of them. */
final class WordQueries {
  private static final int MIN_BEGINNING_CHARS = 3;
  private static final int MAX_BEGINNINGS = 64;

  private final References references;
  private final TermExpansion expansion;
  private final ValueTerms values;
  private final Spelling spelling;
  private final Rarity rarity;
  private final PlaceSimilarity places;

  WordQueries(PooledSearcher searcher, References references, Spelling spelling, Set<String> cuts) {
    IndexReader reader = searcher.getIndexReader();
    this.references = references;
    this.expansion = new TermExpansion(reader, cuts);
    this.values = new ValueTerms(reader);
    this.spelling = spelling;
    this.rarity = searcher.rarity();
    this.places = searcher.places();
  }

  /** Looks up what the queries for words will need to know of the index. */
  void learn(List<Word> words) throws IOException {
    Map<String, Set<String>> wanted = new HashMap<>();
    for (Word word : words) {
      Set<String> forms = new HashSet<>(word.parts());
      forms.addAll(word.stems());
      forms.addAll(word.prose());
      for (String field :
          List.of(SearchFields.NAME, SearchFields.TITLE, SearchFields.PATH, SearchFields.PROSE)) {
        wanted.computeIfAbsent(field, any -> new HashSet<>()).addAll(forms);
      }
      Set<String> ofParts =
          wanted.computeIfAbsent(SearchFields.WORD_OF_PART, any -> new HashSet<>());
      ofParts.addAll(forms);
      ofParts.add(word.key());
      wanted.computeIfAbsent(SearchFields.COLUMN, any -> new HashSet<>()).addAll(word.stems());
      for (String field : List.of(SearchFields.NAME_KEY, SearchFields.COLUMN_KEY)) {
        wanted.computeIfAbsent(field, any -> new HashSet<>()).add(word.key());
      }
    }
    rarity.learn(wanted);
  }

  /**
   * Returns the query for a word as it is written. Parts of it that the index does not know are
   * looked for as {@link #about} does.
   */
  Query exactly(Word word) throws IOException {
    if (word.parts().isEmpty()) {
      return best(List.of(term(SearchFields.NAME_KEY, word.key()), qualified(word.text())));
    }
    List<Query> fields = fields(word);
    boolean mentioned = addMentions(fields, word);
    if (mentioned || areKnown(word.split())) {
      return best(fields);
    }
    if (word.parts().size() == 1) {
      addAlike(fields, word);
      return best(fields);
    }
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    for (Word part : word.split()) {
      all.add(exactly(part), Occur.MUST);
    }
    return all.build();
  }

  /** Returns the query for a single word and for those that it may be meant for. */
  Query about(Word word) throws IOException {
    List<Query> fields = fields(word);
    addMentions(fields, word);
    addAlike(fields, word);
    return best(fields);
  }

  /** Returns the query for words that follow each other. */
  Query phrase(String text, int slop) throws IOException {
    Word word = Word.of(text);
    QueryBuilder builder = new QueryBuilder(SearchAnalysis.INDEX);
    List<Query> fields = new ArrayList<>();
    addFlat(fields, SearchFields.NAME_KEY, List.of(word.key()), Ranking.WHOLE_NAME);
    addPhrase(fields, builder, SearchFields.NAME, text, slop, Ranking.NAME);
    addPhrase(fields, builder, SearchFields.TITLE, text, slop, Ranking.TITLE);
    addPhrase(fields, builder, SearchFields.PROSE, text, slop, Ranking.PROSE);
    if (!word.stems().isEmpty()) {
      // Qualified names have no positions: what is pasted has all their words.
      addFlat(fields, SearchFields.PATH, word.stems(), Ranking.PATH);
    }
    addFlat(fields, SearchFields.COLUMN_KEY, List.of(word.key()), Ranking.WHOLE_COLUMN);
    fields.add(qualified(text));
    return best(fields);
  }

  /** Returns the query for assets with this qualified name, which need not have any words. */
  private Query qualified(String name) throws IOException {
    return TermExpansion.anyOf(SearchFields.ORDER, references.qualified(name));
  }

  private static void addPhrase(
      List<Query> fields, QueryBuilder builder, String field, String text, int slop, float weight) {
    Query phrase = builder.createPhraseQuery(field, text, slop);
    if (phrase != null) {
      fields.add(boost(phrase, weight));
    }
  }

  /** Returns the query for a word wherever words are, as a list to which more can be added. */
  private List<Query> fields(Word word) throws IOException {
    List<Query> fields = new ArrayList<>();
    fields.add(new SplitQuery(best(fieldsOfRanked(word)), inParts(word)));
    return fields;
  }

  /** Returns the query for a word in assets without rank. */
  private Query inParts(Word word) throws IOException {
    List<Query> forms = new ArrayList<>();
    if (word.parts().size() == 1) {
      String stem = word.stems().getFirst();
      for (String form : Set.copyOf(List.of(stem, word.parts().getFirst()))) {
        addPlaced(forms, form);
      }
      for (String prose : word.prose()) {
        if (!prose.equals(stem)) {
          addFlat(forms, SearchFields.WORD_OF_PART, word.prose(), Ranking.PROSE);
        }
      }
    } else {
      addPlaced(forms, word.key());
      BooleanQuery.Builder all = new BooleanQuery.Builder();
      for (String stem : Set.copyOf(word.stems())) {
        all.add(placed(stem), Occur.MUST);
      }
      forms.add(all.build());
    }
    return best(forms);
  }

  private void addPlaced(List<Query> forms, String word) throws IOException {
    if (rarity.isKnown(SearchFields.WORD_OF_PART, List.of(word))) {
      forms.add(placed(word));
    }
  }

  private Query placed(String word) throws IOException {
    places.learn(word);
    return rarity.all(SearchFields.WORD_OF_PART, List.of(word));
  }

  private List<Query> fieldsOfRanked(Word word) throws IOException {
    List<Query> fields = new ArrayList<>();
    List<String> key = List.of(word.key());
    addKey(fields, word);
    if (word.parts().size() == 1) {
      addScored(fields, SearchFields.NAME, word.stems(), Ranking.NAME_STEM);
      addScored(fields, SearchFields.TITLE, word.stems(), Ranking.TITLE_STEM);
      if (!word.parts().equals(word.stems())) {
        addScored(fields, SearchFields.NAME, word.parts(), Ranking.NAME);
        addScored(fields, SearchFields.TITLE, word.parts(), Ranking.TITLE);
      }
      addScored(fields, SearchFields.PROSE, word.prose(), Ranking.PROSE);
    } else {
      // Of several words in one field Lucene does not know how much they score at most.
      addFlat(fields, SearchFields.NAME, word.stems(), Ranking.NAME_STEM);
      addFlat(fields, SearchFields.TITLE, word.stems(), Ranking.TITLE_STEM);
      addFlat(fields, SearchFields.PROSE, word.prose(), Ranking.PROSE);
    }
    addFlat(fields, SearchFields.PATH, word.stems(), Ranking.PATH);
    addFlat(fields, SearchFields.COLUMN_KEY, key, Ranking.WHOLE_COLUMN);
    addFlat(fields, SearchFields.COLUMN, word.stems(), Ranking.COLUMN);
    return fields;
  }

  /** Adds names that are the word when nothing in them is split; worth what the split one is. */
  private void addKey(List<Query> fields, Word word) throws IOException {
    float rare = rarity.of(SearchFields.NAME_KEY, List.of(word.key()));
    if (rare > 0) {
      float split = rarity.of(SearchFields.NAME, word.stems());
      fields.add(
          constant(
              rarity.all(SearchFields.NAME_KEY, List.of(word.key())),
              Ranking.NAME_STEM * (split > 0 ? Math.min(split, rare) : rare)));
    }
  }

  /** Adds a field that knows how often words are in it, and in how long a text. */
  private void addScored(List<Query> fields, String field, List<String> words, float weight)
      throws IOException {
    if (!words.isEmpty() && rarity.isKnown(field, words)) {
      fields.add(boost(rarity.all(field, words), weight));
    }
  }

  /** Adds a field that only knows which words are in it. */
  private void addFlat(List<Query> fields, String field, List<String> words, float weight)
      throws IOException {
    float rare = rarity.of(field, words);
    if (rare > 0) {
      fields.add(constant(rarity.all(field, words), weight * rare));
    }
  }

  /** Returns the query for assets that have the whole of a name. */
  Query called(String key) throws IOException {
    List<Query> names = new ArrayList<>();
    addFlat(names, SearchFields.NAME_KEY, List.of(key), Ranking.WHOLE_NAME);
    return best(names);
  }

  /** Adds assets whose references, type or platform the word names; returns whether it does. */
  private boolean addMentions(List<Query> fields, Word word) throws IOException {
    int before = fields.size();
    for (Map.Entry<SearchField, List<BytesRef>> mentioned :
        references.mentioned(word.stems()).entrySet()) {
      fields.add(
          boost(
              TermExpansion.anyOf(mentioned.getKey().indexed(), mentioned.getValue()),
              Ranking.REFERENCE));
    }
    for (SearchField field : List.of(SearchField.TYPE, SearchField.PLATFORM)) {
      List<BytesRef> terms = values.named(field, word);
      if (!terms.isEmpty()) {
        fields.add(boost(TermExpansion.anyOf(field.indexed(), terms), Ranking.VALUE));
      }
    }
    return fields.size() > before;
  }

  /** Adds words that begin with this one, or are spelt much like it. */
  private void addAlike(List<Query> fields, Word word) throws IOException {
    if (word.parts().isEmpty()) {
      return;
    }
    String typed = word.parts().getFirst();
    if (typed.length() >= MIN_BEGINNING_CHARS) {
      addBeginning(fields, SearchFields.NAME, typed, Ranking.BEGINNING);
      addBeginning(fields, SearchFields.TITLE, typed, Ranking.BEGINNING);
      addBeginning(fields, SearchFields.PROSE, typed, Ranking.PROSE_BEGINNING);
    }
    if (isKnown(word)) {
      return;
    }
    for (Spelling.Candidate candidate : spelling.alike(typed)) {
      Word meant = Word.of(candidate.text());
      float weight = Ranking.MISSPELT * candidate.similarity();
      fields.add(boost(best(fields(meant)), weight));
      fields.add(boost(called(meant.key()), weight));
    }
    for (List<String> broken : spelling.broken(typed)) {
      fields.add(boost(References.all(SearchFields.NAME, broken), Ranking.NAME_STEM));
      fields.add(boost(References.all(SearchFields.TITLE, broken), Ranking.TITLE_STEM));
    }
  }

  private void addBeginning(List<Query> fields, String field, String typed, float weight)
      throws IOException {
    Query query = expansion.prefixed(field, typed, MAX_BEGINNINGS);
    if (!(query instanceof MatchNoDocsQuery)) {
      fields.add(boost(query, weight));
    }
  }

  private boolean areKnown(List<Word> words) throws IOException {
    for (Word word : words) {
      if (!isKnown(word)) {
        return false;
      }
    }
    return true;
  }

  private boolean isKnown(Word word) throws IOException {
    return rarity.isKnown(SearchFields.NAME, word.stems())
        || rarity.isKnown(SearchFields.TITLE, word.stems())
        || rarity.isKnown(SearchFields.PATH, word.stems())
        || rarity.isKnown(SearchFields.COLUMN, word.stems())
        || word.prose().isEmpty()
        || rarity.isKnown(SearchFields.PROSE, word.prose());
  }

  /** Returns the query for every live asset, which says nothing about which is better. */
  static Query everything() {
    return constant(term(SearchFields.KIND, EntityKind.ASSET.code()), 0);
  }

  static Query term(String field, String text) {
    return new TermQuery(new Term(field, text));
  }

  static Query boost(Query query, float weight) {
    return new BoostQuery(query, weight);
  }

  static Query constant(Query query, float weight) {
    return new BoostQuery(new ConstantScoreQuery(query), weight);
  }

  /** The best field counts alone: only so can a search skip what is not among the best. */
  static Query best(List<Query> fields) {
    return switch (fields.size()) {
      case 0 -> MatchNoDocsQuery.INSTANCE;
      case 1 -> fields.getFirst();
      default -> new DisjunctionMaxQuery(fields, 0);
    };
  }
}
