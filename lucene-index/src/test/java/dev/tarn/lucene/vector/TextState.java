package dev.tarn.lucene.vector;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.change.Operation;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.CommitId;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.util.BytesRef;

/** What vectors need of a state index: the assets' texts, their order, and a field to filter by. */
final class TextState implements StateView.Source, Closeable {
  static final String ORDER = "order";
  static final String TYPE = "type";
  private static final String KEY = "key";

  private final Map<AssetId, Asset> live = new HashMap<>();
  private final ByteBuffersDirectory directory = new ByteBuffersDirectory();
  private final IndexWriter writer;
  private CommitId commit = CommitId.NOTHING;

  TextState() throws IOException {
    writer = new IndexWriter(directory, new IndexWriterConfig());
  }

  void apply(Group group) throws IOException {
    for (LogEntry entry : group.entries()) {
      if (entry.after() instanceof Asset asset) {
        put(asset);
      }
    }
    commit = group.commit();
  }

  void put(Asset asset) throws IOException {
    Term key = new Term(KEY, asset.id().value());
    if (asset.isDeleted()) {
      live.remove(asset.id());
      writer.deleteDocuments(key);
      return;
    }
    live.put(asset.id(), asset);
    Document document = new Document();
    document.add(new StringField(KEY, asset.id().value(), Field.Store.NO));
    document.add(new StoredField(KEY, asset.id().value()));
    document.add(new StringField(TYPE, asset.type(), Field.Store.NO));
    document.add(new SortedDocValuesField(ORDER, order(asset)));
    TextHashes.ON.add(document, asset);
    writer.updateDocument(key, document);
  }

  /** Returns the next group: all but the text of an asset changes. */
  Group changedButForItsText(Asset asset) {
    long seq = commit.seq() + 1;
    Map<String, Object> attributes = new HashMap<>(asset.attributes());
    attributes.put("changed", seq);
    Asset after =
        new Asset(
            asset.id(),
            asset.type(),
            asset.qualifiedName(),
            asset.name(),
            asset.displayName(),
            asset.description(),
            asset.parentId(),
            "another platform",
            asset.workspaceId(),
            asset.domainId(),
            asset.owners(),
            List.of(AssetId.derive("tag", "tag-" + seq)),
            asset.classifications(),
            asset.terms(),
            attributes,
            asset.status(),
            seq % 100 / 100.0,
            asset.quality(),
            asset.createdAt(),
            asset.createdBy(),
            asset.updatedAt(),
            "user:bob",
            asset.version() + 1,
            seq);
    LogEntry entry =
        new LogEntry(
            seq,
            asset.updatedAt(),
            "group-" + seq,
            0,
            Operation.UPDATE,
            asset,
            after,
            List.of("platform", "tags", "attributes", "popularity"),
            "user:bob",
            "request",
            null,
            null,
            null,
            null);
    return new Group(new CommitId(seq, "%08x".formatted(seq)), "group-" + seq, List.of(entry));
  }

  static BytesRef order(Asset asset) {
    return new BytesRef(
        (asset.qualifiedName() + "\0" + asset.id().value()).getBytes(StandardCharsets.UTF_8));
  }

  Map<AssetId, Asset> live() {
    return live;
  }

  /** Returns the distinct texts of the live assets. */
  Set<String> texts() {
    return live.values().stream().map(AssetText::of).collect(Collectors.toSet());
  }

  CommitId commit() {
    return commit;
  }

  @Override
  public View acquire() throws IOException {
    return new View(commit, DirectoryReader.open(writer), Map.copyOf(live));
  }

  record View(CommitId commit, DirectoryReader reader, Map<AssetId, Asset> assets)
      implements StateView {
    AssetId id(int doc) throws IOException {
      return new AssetId(reader.storedFields().document(doc).get(KEY));
    }

    @Override
    public Asset asset(int doc) throws IOException {
      return assets.get(id(doc));
    }

    @Override
    public void close() {
      try {
        reader.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    writer.close();
    directory.close();
  }
}
