package dev.tarn.lucene;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.lineage.AssetTraits;
import java.io.IOException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** Reads what assets are grouped by, not their sources. Not thread safe. */
final class TraitColumns {
  private final TextColumn types;
  private final IdSetColumn owners;
  private final TextColumn domains;
  private final TextColumn workspaces;
  private final TextColumn platforms;

  TraitColumns(DirectoryReader reader) {
    this.types = new TextColumn(reader, Fields.TYPE);
    this.owners = new IdSetColumn(reader, Fields.OWNER);
    this.domains = new TextColumn(reader, Fields.DOMAIN);
    this.workspaces = new TextColumn(reader, Fields.WORKSPACE);
    this.platforms = new TextColumn(reader, Fields.PLATFORM);
  }

  /** Returns the traits of the asset that a document is; null if it is no live asset. */
  @Nullable AssetTraits read(int doc) throws IOException {
    String type = types.read(doc);
    return type == null
        ? null
        : new AssetTraits(
            type, owners.read(doc), id(domains, doc), id(workspaces, doc), platforms.read(doc));
  }

  private static @Nullable AssetId id(TextColumn column, int doc) throws IOException {
    BytesRef id = column.bytes(doc);
    return id == null ? null : Fields.assetId(id);
  }
}
