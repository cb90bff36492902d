package dev.tarn.lucene;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.EntityKind;
import dev.tarn.json.EntityJson;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.util.BytesRef;

/** Finds the ids of assets by their documents and their numbers. Not thread safe. */
final class AssetIds {
  /** The ends of a page of edges, many times over. */
  private static final int MAX_REMEMBERED = 4_096;

  private final DocumentLookup keys;
  private final DocumentLookup nodes;
  private final TextColumn orders;
  private final Map<Integer, AssetId> remembered =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, AssetId> eldest) {
          return size() > MAX_REMEMBERED;
        }
      };

  AssetIds(DirectoryReader reader, DocumentLookup keys) throws IOException {
    this.keys = keys;
    this.nodes = new DocumentLookup(reader, Fields.NODE);
    this.orders = new TextColumn(reader, Fields.ASSET_ORDER);
  }

  /** Returns the id of the asset that has a number. */
  AssetId ofNode(int node) throws IOException {
    AssetId known = remembered.get(node);
    if (known != null) {
      return known;
    }
    int doc = nodes.docs(List.of(Fields.node(node)))[0];
    if (doc == DocumentLookup.NONE) {
      throw new IOException("the index has no asset with number " + node);
    }
    AssetId id = ofDocument(doc);
    remembered.put(node, id);
    return id;
  }

  /** Returns the ids of the assets that have some numbers, by these. */
  Map<Integer, AssetId> ofNodes(int[] numbers) throws IOException {
    List<BytesRef> terms = Arrays.stream(numbers).mapToObj(Fields::node).toList();
    int[] docs = nodes.docs(terms);
    long[] order = new long[docs.length];
    for (int i = 0; i < docs.length; i++) {
      if (docs[i] == DocumentLookup.NONE) {
        throw new IOException("the index has no asset with number " + numbers[i]);
      }
      order[i] = (long) docs[i] << Integer.SIZE | i;
    }
    // A column is read in the order of documents.
    Arrays.sort(order);
    Map<Integer, AssetId> ids = HashMap.newHashMap(docs.length);
    for (long found : order) {
      ids.put(numbers[(int) found], ofDocument((int) (found >>> Integer.SIZE)));
    }
    return ids;
  }

  /** Returns the id of the asset, tombstone or stub that a document is. */
  AssetId ofDocument(int doc) throws IOException {
    BytesRef order = orders.bytes(doc);
    if (order != null) {
      return Fields.assetId(order);
    }
    byte[] source = keys.stored(doc, Fields.SOURCE);
    if (source != null) {
      return ((Asset) EntityJson.read(EntityKind.ASSET, source)).id();
    }
    byte[] stub = keys.stored(doc, Fields.STUB);
    if (stub == null) {
      throw new IOException("a document of the index is no asset");
    }
    return Fields.assetId(new BytesRef(stub));
  }
}
