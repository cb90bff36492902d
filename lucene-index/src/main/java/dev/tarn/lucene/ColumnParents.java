package dev.tarn.lucene;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.EntityKind;
import dev.tarn.json.EntityJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.util.BytesRef;

/**
 * What a batch does to the assets whose columns it changes: they are found by the names of their
 * columns, so their documents are written again. What the batch has goes before what the view has.
 */
final class ColumnParents {
  private final Batch batch;
  private final DirectoryReader view;
  private final DocumentLookup lookup;

  /**
   * An asset that is not in the batch, but is written with it.
   *
   * @param node its number
   * @param doc its document in the view
   */
  record Parent(Asset asset, int node, int doc) {}

  ColumnParents(Batch batch, DirectoryReader view, DocumentLookup lookup) {
    this.batch = batch;
    this.view = view;
    this.lookup = lookup;
  }

  /** Returns the live assets outside of the batch whose columns change in it. */
  List<Parent> changed() throws IOException {
    List<BytesRef> keys = new ArrayList<>();
    for (AssetId parent : batch.parents()) {
      if (!batch.assets().containsKey(parent)) {
        keys.add(Fields.key(parent));
      }
    }
    NumberColumn nodes = new NumberColumn(view, Fields.NODE);
    List<Parent> parents = new ArrayList<>();
    for (int doc : lookup.docs(keys)) {
      byte[] source = doc == DocumentLookup.NONE ? null : lookup.stored(doc, Fields.SOURCE);
      if (source != null && EntityJson.read(EntityKind.ASSET, source) instanceof Asset asset) {
        if (!asset.isDeleted()) {
          parents.add(new Parent(asset, Math.toIntExact(nodes.read(doc, -1)), doc));
        }
      }
    }
    return parents;
  }

  /**
   * Returns the names of the columns of assets, as far as they are found by them.
   *
   * @param replaced the documents that the view has of the batch's assets
   */
  Map<AssetId, List<String>> names(Collection<AssetId> assets, Set<Integer> replaced)
      throws IOException {
    List<AssetId> wanted = new ArrayList<>();
    List<BytesRef> terms = new ArrayList<>();
    for (AssetId asset : assets) {
      // What begins in the batch has no columns before it.
      if (!batch.isCreated(asset)) {
        wanted.add(asset);
        terms.add(Fields.id(asset));
      }
    }
    TreeMap<Integer, AssetId> columns = new TreeMap<>();
    new DocumentLookup(view, Fields.PARENT)
        .visit(
            terms,
            (i, doc) -> {
              if (!replaced.contains(doc)) {
                columns.put(doc, wanted.get(i));
              }
            });
    Map<AssetId, List<String>> names = new HashMap<>();
    TextColumn columnNames = new TextColumn(view, Fields.COLUMN_NAME);
    for (Map.Entry<Integer, AssetId> column : columns.entrySet()) {
      String name = columnNames.read(column.getKey());
      if (name != null) {
        names.computeIfAbsent(column.getValue(), any -> new ArrayList<>()).add(name);
      }
    }
    for (Asset asset : batch.assets().values()) {
      AssetId parent = StateDocuments.columnParent(asset);
      if (parent != null) {
        names.computeIfAbsent(parent, any -> new ArrayList<>()).add(asset.name());
      }
    }
    names.replaceAll((asset, all) -> ColumnNames.limited(all));
    return names;
  }
}
