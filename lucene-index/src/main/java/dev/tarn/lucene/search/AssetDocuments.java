package dev.tarn.lucene.search;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;

/** Reads the assets that documents stand for. */
public interface AssetDocuments {
  /** Returns the asset of a document. */
  Asset asset(int document) throws IOException;

  /** Returns the assets that exist, by id. */
  Map<AssetId, Asset> assets(Collection<AssetId> ids) throws IOException;
}
