package dev.tarn.lucene;

import dev.tarn.core.asset.AssetId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.util.BytesRef;

/**
 * The numbers of assets, dense from 0, each given at first sight and kept for the life of the
 * index. What was given out since the last view is known here only, until that is shown: so an
 * attempt that failed and is repeated gives the same numbers. Not thread safe.
 */
final class NodeNumbers {
  private final Map<AssetId, Integer> unseen = new HashMap<>();
  private int next;

  /**
   * @param next the first number that is free
   */
  NodeNumbers(int next) {
    this.next = next;
  }

  /** Returns the first number that is free. */
  int next() {
    return next;
  }

  /** Returns whether the asset has a number that readers do not know yet. */
  boolean isUnseen(AssetId id) {
    return unseen.containsKey(id);
  }

  /** Tells that readers can see all that was given out. */
  void seen() {
    unseen.clear();
  }

  /**
   * Returns the numbers of assets.
   *
   * @param created those that cannot be in the view: they are not looked for
   * @param given collects the assets that had no number before: the index has nothing of them
   */
  Map<AssetId, Integer> of(
      Collection<AssetId> ids,
      Set<AssetId> created,
      DirectoryReader view,
      DocumentLookup lookup,
      Set<AssetId> given)
      throws IOException {
    Map<AssetId, Integer> numbers = new HashMap<>();
    List<AssetId> wanted = new ArrayList<>();
    boolean anyStubs = hasStubs(view);
    for (AssetId id : ids) {
      Integer known = unseen.get(id);
      if (known != null) {
        numbers.put(id, known);
      } else if (anyStubs || !created.contains(id)) {
        wanted.add(id);
      }
    }
    lookUp(wanted, view, lookup, numbers);
    for (AssetId id : ids) {
      if (!numbers.containsKey(id)) {
        numbers.put(id, next);
        unseen.put(id, next);
        given.add(id);
        next = Math.incrementExact(next);
      }
    }
    return numbers;
  }

  private static void lookUp(
      List<AssetId> ids, DirectoryReader view, DocumentLookup lookup, Map<AssetId, Integer> numbers)
      throws IOException {
    List<BytesRef> keys = new ArrayList<>(ids.size());
    for (AssetId id : ids) {
      keys.add(Fields.key(id));
    }
    int[] docs = lookup.docs(keys);
    NumberColumn nodes = new NumberColumn(view, Fields.NODE);
    for (int i : byDocument(docs)) {
      if (docs[i] != DocumentLookup.NONE) {
        numbers.put(ids.get(i), Math.toIntExact(nodes.read(docs[i], -1)));
      }
    }
  }

  private static int[] byDocument(int[] docs) {
    long[] order = new long[docs.length];
    for (int i = 0; i < docs.length; i++) {
      order[i] = (long) docs[i] << Integer.SIZE | i;
    }
    Arrays.sort(order);
    int[] positions = new int[docs.length];
    for (int i = 0; i < docs.length; i++) {
      positions[i] = (int) order[i];
    }
    return positions;
  }

  /** Whether there are numbers of assets that are not there themselves. */
  private static boolean hasStubs(DirectoryReader view) throws IOException {
    for (LeafReaderContext leaf : view.leaves()) {
      if (leaf.reader().terms(Fields.STUB) != null) {
        return true;
      }
    }
    return false;
  }
}
