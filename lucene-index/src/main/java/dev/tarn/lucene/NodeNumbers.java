package dev.tarn.lucene;

import dev.tarn.core.asset.AssetId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
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
   * An asset as the index knows it.
   *
   * @param doc its document in the view, or {@link DocumentLookup#NONE}
   */
  record Node(int number, int doc) {}

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

  /** Tells that readers can see all that was given out. */
  void seen() {
    unseen.clear();
  }

  /**
   * Returns the nodes of assets; those that have no number get one, in their order.
   *
   * @param created those of which the view can have a stub only
   */
  Map<AssetId, Node> of(
      Collection<AssetId> ids,
      Predicate<AssetId> created,
      DirectoryReader view,
      DocumentLookup lookup)
      throws IOException {
    Map<AssetId, Node> nodes = new HashMap<>();
    List<AssetId> wanted = new ArrayList<>();
    boolean anyStubs = hasStubs(view);
    for (AssetId id : ids) {
      Integer number = unseen.get(id);
      if (number != null) {
        nodes.put(id, new Node(number, DocumentLookup.NONE));
      } else if (anyStubs || !created.test(id)) {
        wanted.add(id);
      }
    }
    lookUp(wanted, view, lookup, nodes);
    for (AssetId id : ids) {
      if (!nodes.containsKey(id)) {
        nodes.put(id, new Node(next, DocumentLookup.NONE));
        unseen.put(id, next);
        next = Math.incrementExact(next);
      }
    }
    return nodes;
  }

  private static void lookUp(
      List<AssetId> ids, DirectoryReader view, DocumentLookup lookup, Map<AssetId, Node> nodes)
      throws IOException {
    List<BytesRef> keys = new ArrayList<>(ids.size());
    for (AssetId id : ids) {
      keys.add(Fields.key(id));
    }
    int[] docs = lookup.docs(keys);
    long[] order = new long[docs.length];
    for (int i = 0; i < docs.length; i++) {
      order[i] = (long) docs[i] << Integer.SIZE | i;
    }
    // A column is read in the order of documents.
    Arrays.sort(order);
    NumberColumn numbers = new NumberColumn(view, Fields.NODE);
    for (long found : order) {
      int i = (int) found;
      if (docs[i] != DocumentLookup.NONE) {
        nodes.put(ids.get(i), new Node(Math.toIntExact(numbers.read(docs[i], -1)), docs[i]));
      }
    }
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
