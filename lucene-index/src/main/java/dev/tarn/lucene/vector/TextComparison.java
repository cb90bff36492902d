package dev.tarn.lucene.vector;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * Compares the texts of the state with those that have vectors, in the order of hashes and part by
 * part: so no view is held open while texts are embedded.
 */
final class TextComparison {
  /** The most texts of one part that are looked at. */
  static final int MAX_LOOKED_AT = 50_000;

  /** The most texts of one part that are to be embedded. */
  static final int MAX_MISSING = 512;

  private BytesRef from = new BytesRef();

  /**
   * What was found.
   *
   * @param missing texts without a vector, by hash
   * @param unused hashes of texts that have a vector, and no asset in the view
   * @param last whether there is no further part
   */
  record Part(Map<BytesRef, String> missing, List<BytesRef> unused, boolean last) {}

  /** Compares the next part. */
  Part next(StateView view, IndexReader vectors) throws IOException {
    Map<BytesRef, String> missing = new LinkedHashMap<>();
    List<BytesRef> unused = new ArrayList<>();
    LiveTerms wanted = new LiveTerms(view.reader(), TextHashes.FIELD, from);
    LiveTerms there = new LiveTerms(vectors, VectorIndex.KEY, from);
    BytesRef text = wanted.next();
    BytesRef vector = there.next();
    for (int i = 0; text != null || vector != null; i++) {
      BytesRef least = least(text, vector);
      if (i == MAX_LOOKED_AT || missing.size() == MAX_MISSING) {
        from = least;
        return new Part(missing, unused, false);
      }
      boolean isWanted = least.equals(text);
      boolean isThere = least.equals(vector);
      if (isWanted && !isThere) {
        missing.put(least, AssetText.of(view.asset(wanted.document())));
      } else if (isThere && !isWanted) {
        unused.add(least);
      }
      text = isWanted ? wanted.next() : text;
      vector = isThere ? there.next() : vector;
    }
    return new Part(missing, unused, true);
  }

  private static BytesRef least(@Nullable BytesRef one, @Nullable BytesRef other) {
    if (one == null || other == null) {
      return one == null ? Objects.requireNonNull(other) : one;
    }
    return one.compareTo(other) <= 0 ? one : other;
  }
}
