package dev.tarn.lucene.access;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * What was found out of terms of one segment for one access: those that took long, as all their
 * documents, or the first of them, are hidden. It holds for as long as the segment is there,
 * whatever is deleted of it. Bounded: when it is full, it begins again. Thread safe.
 */
final class KnownTerms {
  private static final int MAX_TERMS = 2_048;

  /** What a term takes besides its bytes: an entry, a key, a term and what is known. */
  private static final int BYTES_PER_TERM = 160;

  private final Map<Key, Known> terms = new ConcurrentHashMap<>();
  private final LongAdder bytes = new LongAdder();

  private record Key(String field, BytesRef term) {}

  /**
   * What is known of a term.
   *
   * @param first the first asset that is shown and has it, deleted or not; {@code NO_MORE_DOCS} for
   *     none
   * @param frequency about how many there are; 0 if that was not asked
   */
  record Known(int first, int frequency) {}

  @Nullable Known find(String field, BytesRef term) {
    return terms.get(new Key(field, term));
  }

  void keep(String field, BytesRef term, Known known) {
    if (terms.size() >= MAX_TERMS) {
      clear();
    }
    if (terms.put(new Key(field, BytesRef.deepCopyOf(term)), known) == null) {
      bytes.add(BYTES_PER_TERM + term.length);
    }
  }

  void clear() {
    terms.clear();
    bytes.reset();
  }

  long bytes() {
    return bytes.sum();
  }
}
