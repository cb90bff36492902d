package dev.tarn.lucene;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Entity;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.change.Operation;
import dev.tarn.core.log.Group;
import dev.tarn.core.state.RecordedOutcome;
import dev.tarn.core.state.StateIndex;
import dev.tarn.core.type.AssetType;
import dev.tarn.core.type.BuiltInTypes;
import dev.tarn.core.type.RelationshipType;
import dev.tarn.lucene.graph.LineageDelta;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.LongField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.Term;
import org.apache.lucene.util.BytesRef;

/** Puts entries of the log into a Lucene index. Not thread safe. */
final class StateWriter {
  /** How much longer than needed the answers of keyed requests may be kept. */
  private static final Duration EXPIRY_SLACK = Duration.ofHours(1);

  private final IndexWriter writer;
  private final NodeNumbers nodes;

  /** Entries up to here may be in the index already, and are replaced instead of added. */
  private long attemptedSeq;

  private long newestMillis = Long.MIN_VALUE;
  private long expiredMillis = Long.MIN_VALUE;

  StateWriter(IndexWriter writer, IndexOffset applied) {
    this.writer = writer;
    this.attemptedSeq = applied.commit().seq();
    this.nodes = new NodeNumbers(applied.nodes());
  }

  /**
   * What readers are to know about what was written.
   *
   * @param types those that were defined or changed
   * @param nodes how many numbers of assets were given out
   */
  record Written(List<Entity> types, List<LineageDelta> lineage, int nodes) {}

  /** The last state of an entity in what is written, and whether it begins there. */
  private record Last(Entity state, boolean created) {}

  /**
   * Puts all entries after {@code appliedSeq} into the index; of each entity only the last state.
   *
   * @param view what readers see: everything up to {@code appliedSeq}
   */
  Written write(List<Group> groups, long appliedSeq, DirectoryReader view) throws IOException {
    long repeatedSeq = attemptedSeq;
    long collectedSeq = appliedSeq;
    Map<BytesRef, Last> entities = new LinkedHashMap<>();
    Map<BytesRef, Document> outcomes = new LinkedHashMap<>();
    for (Group group : groups) {
      attemptedSeq = Math.max(attemptedSeq, group.commit().seq());
      collect(group, collectedSeq, repeatedSeq, entities, outcomes);
      collectedSeq = Math.max(collectedSeq, group.commit().seq());
    }
    Set<AssetId> given = new HashSet<>();
    Map<AssetId, Integer> numbers = numbers(entities.values(), view, given);
    for (Map.Entry<BytesRef, Last> entity : entities.entrySet()) {
      write(entity.getKey(), entity.getValue(), numbers, given);
    }
    for (Map.Entry<BytesRef, Document> request : outcomes.entrySet()) {
      writer.updateDocument(new Term(Fields.KEY, request.getKey()), request.getValue());
    }
    return written(entities.values(), numbers);
  }

  private void collect(
      Group group,
      long collectedSeq,
      long repeatedSeq,
      Map<BytesRef, Last> entities,
      Map<BytesRef, Document> outcomes) {
    Map<BytesRef, List<RecordedOutcome>> requests = new LinkedHashMap<>();
    for (LogEntry entry : group.entries()) {
      if (entry.seq() > collectedSeq) {
        BytesRef key = StateDocuments.key(entry.after());
        Last before = entities.get(key);
        boolean created =
            before == null ? isFirst(entry) && entry.seq() > repeatedSeq : before.created();
        entities.put(key, new Last(entry.after(), created));
        collect(entry, requests);
        newestMillis = Math.max(newestMillis, entry.committedAt().toEpochMilli());
      }
    }
    requests.forEach(
        (request, of) -> {
          BytesRef key = Fields.outcomeKey(of.getFirst().seq());
          outcomes.put(
              key, StateDocuments.outcomes(key, request, newestMillis, OutcomeJson.write(of)));
        });
  }

  /** Whether the index can have nothing of the entity: that spares looking for it. */
  private static boolean isFirst(LogEntry entry) {
    return entry.operation() == Operation.CREATE
        && entry.before() == null
        && entry.after().version() == 1;
  }

  private Map<AssetId, Integer> numbers(
      Collection<Last> entities, DirectoryReader view, Set<AssetId> given) throws IOException {
    Set<AssetId> wanted = new LinkedHashSet<>();
    Set<AssetId> created = new HashSet<>();
    Set<AssetId> ends = new LinkedHashSet<>();
    for (Last last : entities) {
      if (last.state() instanceof Asset asset) {
        wanted.add(asset.id());
        if (last.created()) {
          created.add(asset.id());
        }
      } else if (last.state() instanceof Relationship edge) {
        ends.add(edge.sourceId());
        ends.add(edge.targetId());
      }
    }
    ends.removeAll(wanted);
    wanted.addAll(ends);
    Map<AssetId, Integer> numbers =
        nodes.of(wanted, created, view, new DocumentLookup(view), given);
    for (AssetId end : ends) {
      if (nodes.isUnseen(end)) {
        BytesRef key = Fields.key(end);
        writer.updateDocument(
            new Term(Fields.KEY, key),
            StateDocuments.stub(key, Objects.requireNonNull(numbers.get(end))));
      }
    }
    return numbers;
  }

  private void write(BytesRef key, Last last, Map<AssetId, Integer> numbers, Set<AssetId> given)
      throws IOException {
    boolean absent =
        last.state() instanceof Asset asset ? given.contains(asset.id()) : last.created();
    Document document = StateDocuments.document(last.state(), key, numbers);
    if (absent) {
      writer.addDocument(document);
    } else {
      writer.updateDocument(new Term(Fields.KEY, key), document);
    }
  }

  private Written written(Collection<Last> entities, Map<AssetId, Integer> numbers) {
    List<Entity> types = new ArrayList<>();
    List<LineageDelta> lineage = new ArrayList<>();
    for (Last last : entities) {
      if (last.state() instanceof AssetType || last.state() instanceof RelationshipType) {
        types.add(last.state());
      } else if (last.state() instanceof Relationship edge
          && edge.type().equals(BuiltInTypes.LINEAGE)) {
        lineage.add(
            new LineageDelta(
                Objects.requireNonNull(numbers.get(edge.sourceId())),
                Objects.requireNonNull(numbers.get(edge.targetId())),
                !edge.deleted()));
      }
    }
    return new Written(types, lineage, nodes.next());
  }

  /** Tells that readers see what was written. */
  void shown() {
    nodes.seen();
  }

  /** Adds what a keyed request did with this entry to the outcomes of its request. */
  static void collect(LogEntry entry, Map<BytesRef, List<RecordedOutcome>> outcomes) {
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

  /** Returns whether entries beyond this may be in the index, of which readers must not know. */
  boolean isBeyond(long appliedSeq) {
    return attemptedSeq > appliedSeq;
  }
}
