package dev.tarn.lucene;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.state.BuildProgress;
import dev.tarn.core.state.StateSource;
import dev.tarn.core.type.AssetType;
import dev.tarn.core.type.RelationshipType;
import dev.tarn.lucene.vector.TextHashes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.store.Directory;

/**
 * Builds a whole index from a state, several threads at once; what following the log to the same
 * commit leads to differs from it in nothing that can be asked for. Of each asset a number is in
 * memory, and of each column its name and its parent; all else passes through.
 */
final class BulkBuild {
  /** More would wait for the disk, and each has a part of the buffer. */
  private static final int MAX_THREADS = 8;

  /** How often progress is told. */
  private static final int ENTITIES_PER_STEP = 100;

  private final IndexWriter writer;
  private final StateSource source;
  private final TextHashes texts;
  private final BuildProgress progress;
  private final int threads =
      Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MAX_THREADS);
  private final IdNumbers nodes = new IdNumbers();
  private final ColumnNames columns = new ColumnNames();
  private final AtomicLong assets = new AtomicLong();
  private final AtomicLong edges = new AtomicLong();

  private BulkBuild(
      IndexWriter writer, StateSource source, TextHashes texts, BuildProgress progress) {
    this.writer = writer;
    this.texts = texts;
    this.source = source;
    this.progress = progress;
  }

  /** Writes all that the source has into an empty directory, in one Lucene commit. */
  static void build(
      Directory directory, StateSource source, LuceneIndexSettings settings, BuildProgress progress)
      throws IOException {
    try (IndexWriter writer = new IndexWriter(directory, WriterSettings.ofBuild(settings))) {
      new BulkBuild(writer, source, settings.texts(), progress).build();
      writer.commit();
    } catch (UncheckedIOException e) {
      throw new IOException("the index cannot be built", e);
    }
  }

  private void build() throws IOException {
    for (AssetType type : source.assetTypes()) {
      writer.addDocument(StateDocuments.type(type));
    }
    for (RelationshipType type : source.relationshipTypes()) {
      writer.addDocument(StateDocuments.type(type));
    }
    addRequests();
    source.columnNames(threads, columns);
    columns.arrange();
    source.assets(threads, this::add);
    source.relationships(threads, this::add);
    progress.reached(assets.get(), edges.get());
    writer.setLiveCommitData(
        new IndexOffset(source.commit(), source.groupId(), nodes.size(), texts)
            .commitData()
            .entrySet());
  }

  /** The entries of one group were answered together, and are one document for each request. */
  private void addRequests() throws IOException {
    List<LogEntry> group = new ArrayList<>();
    source.keyedEntries(
        entry -> {
          if (!group.isEmpty() && !group.getLast().groupId().equals(entry.groupId())) {
            addRequests(group);
            group.clear();
          }
          group.add(entry);
        });
    addRequests(group);
  }

  private void addRequests(List<LogEntry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    LogEntry last = entries.getLast();
    Batch batch = new Batch(0, Long.MIN_VALUE);
    batch.add(new Group(new CommitId(last.seq(), source.commit().hash()), last.groupId(), entries));
    for (Batch.Request request : batch.requests()) {
      add(StateDocuments.outcomes(request));
    }
  }

  private void add(Asset asset) {
    int node = nodes.number(asset.id());
    if (node >= 0) {
      throw new IllegalStateException("the source has an asset twice: " + asset.id());
    }
    add(StateDocuments.document(asset, ~node, columns.of(asset.id()), texts));
    step(assets);
  }

  private void add(Relationship edge) {
    add(EdgeDocuments.document(edge, end(edge.sourceId()), end(edge.targetId())));
    step(edges);
  }

  private int end(AssetId asset) {
    int node = nodes.number(asset);
    if (node >= 0) {
      return node;
    }
    add(StateDocuments.stub(asset, ~node));
    return ~node;
  }

  private void add(Document document) {
    try {
      writer.addDocument(document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void step(AtomicLong count) {
    if (count.incrementAndGet() % ENTITIES_PER_STEP == 0) {
      progress.reached(assets.get(), edges.get());
    }
  }
}
