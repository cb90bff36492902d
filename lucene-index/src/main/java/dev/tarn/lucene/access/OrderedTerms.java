package dev.tarn.lucene.access;

import java.util.Collections;
import java.util.List;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;

/** Terms in order. */
final class OrderedTerms {
  private OrderedTerms() {}

  /** Returns where the first of some terms is that does not come before one. */
  static int from(List<BytesRef> ordered, BytesRef term) {
    int at = Collections.binarySearch(ordered, term);
    return at < 0 ? -at - 1 : at;
  }

  /** Returns the first prefix that a term begins with, or that comes after it. */
  static int containing(List<BytesRef> prefixes, BytesRef term) {
    int next = from(prefixes, term);
    return next > 0 && StringHelper.startsWith(term, prefixes.get(next - 1)) ? next - 1 : next;
  }
}
