package dev.tarn.core.commit;

import dev.tarn.core.asset.Entity;
import dev.tarn.core.change.ChangeContext;
import dev.tarn.core.change.ChangeResult.Applied;
import dev.tarn.core.change.Idempotency;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.change.Operation;
import dev.tarn.core.scope.CredentialUse;
import dev.tarn.core.type.TypeRegistry;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Numbers the entries of a group and lays them over the state. */
final class EntryWriter {
  /** What all entries of one change carry. */
  record Origin(ChangeContext context, @Nullable Idempotency idempotency, int ordinal) {}

  private final StateOverlay state;
  private final String groupId;
  private final Instant time;
  private long nextSeq;

  /**
   * @param state receives the entries
   * @param firstSeq of the first entry
   */
  EntryWriter(StateOverlay state, String groupId, Instant time, long firstSeq) {
    this.state = state;
    this.groupId = groupId;
    this.time = time;
    this.nextSeq = firstSeq;
  }

  long nextSeq() {
    return nextSeq;
  }

  /** Returns a resolver of the same group over another state, which goes on where this one is. */
  ChangeResolver beside(StateOverlay other, TypeRegistry types) {
    return new ChangeResolver(other, types, groupId, time, nextSeq);
  }

  /** Writes an entry that another writer of the group has numbered. */
  void take(LogEntry entry) {
    state.add(entry);
    nextSeq = entry.seq() + 1;
  }

  /** Returns what the state of the next entry carries. */
  Stamp stamp(Origin origin) {
    return new Stamp(nextSeq, time, origin.context().actor().name());
  }

  /** Writes the entry of a new entity, or of one that comes after a tombstone. */
  Applied create(Entity after, Origin origin) {
    return write(Operation.CREATE, null, after, List.of(), origin);
  }

  /** Writes the next entry; {@code after} carries its stamp. */
  Applied write(
      Operation operation,
      @Nullable Entity before,
      Entity after,
      List<String> changed,
      Origin origin) {
    ChangeContext context = origin.context();
    Idempotency idempotency = origin.idempotency();
    long seq = nextSeq++;
    state.add(
        new LogEntry(
            seq,
            time,
            groupId,
            origin.ordinal(),
            operation,
            before,
            after,
            changed,
            context.actor().name(),
            context.requestId(),
            context.source(),
            context.reason(),
            idempotency == null ? null : idempotency.key(),
            idempotency == null ? null : idempotency.fingerprint(),
            CredentialUse.of(context.principal())));
    return new Applied(operation, after.kind(), after.key(), after.version(), seq);
  }
}
