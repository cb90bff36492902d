package dev.tarn.lucene;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Entity;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.state.BuildProgress;
import dev.tarn.core.state.RecordedOutcome;
import dev.tarn.core.state.StateSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.BytesRef;

/** Fills an empty directory from a source. */
final class SourceFill {
  private static final double BYTES_PER_MIB = 1 << 20;

  private final IndexWriter writer;
  private final StateSource source;
  private final BuildProgress progress;
  private final Map<AssetId, Integer> numbers = new HashMap<>();
  private long assets;
  private long relationships;

  private SourceFill(IndexWriter writer, StateSource source, BuildProgress progress) {
    this.writer = writer;
    this.source = source;
    this.progress = progress;
  }

  /** Writes everything that the source has, and its offset, in one Lucene commit. */
  static void fill(
      Directory directory, StateSource source, LuceneIndexSettings settings, BuildProgress progress)
      throws IOException {
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setRAMBufferSizeMB(settings.ramBufferBytes() / BYTES_PER_MIB)
            .setCommitOnClose(false);
    try (IndexWriter writer = new IndexWriter(directory, config)) {
      new SourceFill(writer, source, progress).fill();
      writer.commit();
    } catch (UncheckedIOException e) {
      throw new IOException("the index cannot be built", e);
    }
  }

  private void fill() throws IOException {
    source.assets(1, this::add);
    source.relationships(1, this::add);
    source.assetTypes().forEach(this::add);
    source.relationshipTypes().forEach(this::add);
    source.keyedEntries(this::remember);
    writer.setLiveCommitData(
        new IndexOffset(source.commit(), source.groupId(), numbers.size()).commitData().entrySet());
  }

  private void add(Asset asset) {
    numbers.put(asset.id(), numbers.size());
    add((Entity) asset);
    progress.reached(++assets, relationships);
  }

  private void add(Relationship edge) {
    for (AssetId end : List.of(edge.sourceId(), edge.targetId())) {
      if (!numbers.containsKey(end)) {
        int number = numbers.size();
        numbers.put(end, number);
        add(StateDocuments.stub(Fields.key(end), number));
      }
    }
    add((Entity) edge);
    progress.reached(assets, ++relationships);
  }

  private void add(Entity entity) {
    add(StateDocuments.document(entity, StateDocuments.key(entity), numbers));
  }

  private void remember(LogEntry entry) {
    Map<BytesRef, List<RecordedOutcome>> outcomes = new HashMap<>();
    StateWriter.collect(entry, outcomes);
    long millis = entry.committedAt().toEpochMilli();
    BytesRef key = Fields.outcomeKey(entry.seq());
    outcomes.forEach(
        (request, of) -> add(StateDocuments.outcomes(key, request, millis, OutcomeJson.write(of))));
  }

  private void add(Document document) {
    try {
      writer.addDocument(document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
