package dev.tarn.lucene.search;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.util.BytesRef;

/** The values of fields that have few, such as types. */
final class ValueTerms {
  private final IndexReader reader;
  private final Map<SearchField, Set<BytesRef>> known = new EnumMap<>(SearchField.class);

  ValueTerms(IndexReader reader) {
    this.reader = reader;
  }

  /** Returns the values that a word may mean, also in the plural. */
  List<BytesRef> named(SearchField field, Word word) throws IOException {
    String plural = word.key();
    String singular = String.join("", word.stems());
    return matching(
        field,
        value -> {
          String key = SearchAnalysis.key(value);
          return key.equals(plural) || key.equals(singular);
        });
  }

  /** Returns the values of a field that are wanted. */
  List<BytesRef> matching(SearchField field, Predicate<String> wanted) throws IOException {
    return all(field).stream().filter(value -> wanted.test(value.utf8ToString())).toList();
  }

  private Set<BytesRef> all(SearchField field) throws IOException {
    Set<BytesRef> found = known.get(field);
    if (found == null) {
      found = read(field.indexed());
      known.put(field, found);
    }
    return found;
  }

  private Set<BytesRef> read(String field) throws IOException {
    Set<BytesRef> found = new TreeSet<>();
    for (LeafReaderContext leaf : reader.leaves()) {
      Terms terms = leaf.reader().terms(field);
      if (terms != null) {
        TermsEnum each = terms.iterator();
        for (BytesRef term = each.next(); term != null; term = each.next()) {
          if (found.size() == SearchLimits.MAX_SCANNED_TERMS) {
            return found;
          }
          found.add(BytesRef.deepCopyOf(term));
        }
      }
    }
    return found;
  }
}
