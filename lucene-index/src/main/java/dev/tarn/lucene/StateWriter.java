package dev.tarn.lucene;

import dev.tarn.core.asset.Entity;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.change.Operation;
import dev.tarn.core.log.Group;
import dev.tarn.core.state.RecordedOutcome;
import dev.tarn.core.state.StateIndex;
import dev.tarn.core.type.AssetType;
import dev.tarn.core.type.RelationshipType;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.document.LongField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.Term;
import org.apache.lucene.util.BytesRef;

/** Puts entries of the log into a Lucene index. Not thread safe. */
final class StateWriter {
  /** How much longer than needed the answers of keyed requests may be kept. */
  private static final Duration EXPIRY_SLACK = Duration.ofHours(1);

  private final IndexWriter writer;
  private final List<Entity> newTypes = new ArrayList<>();

  /** Entries up to here may be in the index already, and are replaced instead of added. */
  private long attemptedSeq;

  private long newestMillis = Long.MIN_VALUE;
  private long expiredMillis = Long.MIN_VALUE;

  StateWriter(IndexWriter writer, long appliedSeq) {
    this.writer = writer;
    this.attemptedSeq = appliedSeq;
  }

  /** Puts all of the group's entries after {@code appliedSeq} into the index. */
  void write(Group group, long appliedSeq) throws IOException {
    Map<BytesRef, List<RecordedOutcome>> outcomes = new LinkedHashMap<>();
    long repeatedSeq = attemptedSeq;
    attemptedSeq = Math.max(attemptedSeq, group.commit().seq());
    for (LogEntry entry : group.entries()) {
      if (entry.seq() > appliedSeq) {
        write(entry, entry.seq() <= repeatedSeq);
        collect(entry, outcomes);
        newestMillis = Math.max(newestMillis, entry.committedAt().toEpochMilli());
      }
    }
    for (Map.Entry<BytesRef, List<RecordedOutcome>> request : outcomes.entrySet()) {
      write(request.getKey(), request.getValue());
    }
  }

  private void write(LogEntry entry, boolean repeated) throws IOException {
    Entity after = entry.after();
    if (after instanceof AssetType || after instanceof RelationshipType) {
      newTypes.add(after);
    }
    BytesRef key = StateDocuments.key(after);
    var document = StateDocuments.document(after, key);
    // Nothing can be there to be replaced by the first version of an entity: most of a first load
    // is
    // spared the search for it.
    if (entry.operation() == Operation.CREATE
        && entry.before() == null
        && after.version() == 1
        && !repeated) {
      writer.addDocument(document);
    } else {
      writer.updateDocument(new Term(Fields.KEY, key), document);
    }
  }

  private static void collect(LogEntry entry, Map<BytesRef, List<RecordedOutcome>> outcomes) {
    String key = entry.idempotencyKey();
    String fingerprint = entry.requestFingerprint();
    if (key != null && fingerprint != null) {
      outcomes
          .computeIfAbsent(Fields.request(entry.actor(), key), any -> new ArrayList<>())
          .add(
              new RecordedOutcome(
                  fingerprint,
                  entry.ordinal(),
                  entry.operation(),
                  entry.kind(),
                  entry.key(),
                  entry.after().version(),
                  entry.seq()));
    }
  }

  private void write(BytesRef request, List<RecordedOutcome> outcomes) throws IOException {
    BytesRef key = Fields.outcomeKey(outcomes.getFirst().seq());
    writer.updateDocument(
        new Term(Fields.KEY, key),
        StateDocuments.outcomes(key, request, newestMillis, OutcomeJson.write(outcomes)));
  }

  /**
   * Deletes answers that are older than they need to be kept, by the time of the newest entry: what
   * is deleted depends on the log alone.
   */
  void expireOutcomes() throws IOException {
    if (newestMillis == Long.MIN_VALUE || newestMillis - EXPIRY_SLACK.toMillis() < expiredMillis) {
      return;
    }
    long keptMillis = newestMillis - StateIndex.IDEMPOTENCY_RETENTION.toMillis();
    writer.deleteDocuments(
        LongField.newRangeQuery(Fields.RECORDED, Long.MIN_VALUE, keptMillis - 1));
    expiredMillis = newestMillis;
  }

  /** Returns the types that were written since the last call. */
  List<Entity> takeNewTypes() {
    List<Entity> taken = List.copyOf(newTypes);
    newTypes.clear();
    return taken;
  }

  /** Returns whether entries beyond this may be in the index, of which readers must not know. */
  boolean isBeyond(long appliedSeq) {
    return attemptedSeq > appliedSeq;
  }
}
