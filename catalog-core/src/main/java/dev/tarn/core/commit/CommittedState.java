package dev.tarn.core.commit;

import dev.tarn.core.change.LogEntry;
import dev.tarn.core.log.Group;
import dev.tarn.core.log.LogTail;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.state.StateReader;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.core.type.AssetType;
import dev.tarn.core.type.RelationshipType;
import dev.tarn.core.type.TypeRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The branch at the head of its log: a snapshot of the index, and over it what the log has beyond.
 * Only used by the committer's thread.
 */
final class CommittedState {
  private final LogTail tail;
  private final int maxEntriesPerRead;
  private @Nullable StateOverlay unindexed;
  private long overlaidSeq;
  private Instant lastTime = Instant.EPOCH;
  private TypeRegistry types = TypeRegistry.builtIn();

  CommittedState(LogTail tail, int maxEntriesPerRead) {
    this.tail = tail;
    this.maxEntriesPerRead = maxEntriesPerRead;
  }

  /**
   * Takes over all that the tail has, over this snapshot.
   *
   * @return the commit that snapshot and overlay together reflect; at most the tail's head
   */
  CommitId follow(StateSnapshot snapshot) throws IOException, InterruptedException {
    long indexedSeq = snapshot.commit().seq();
    StateOverlay overlay = unindexed;
    if (overlay == null || overlaidSeq < indexedSeq) {
      overlay = new StateOverlay(snapshot);
      overlaidSeq = indexedSeq;
      types = TypeRegistry.builtIn().with(snapshot.assetTypes(), snapshot.relationshipTypes());
      takeTimeOf(indexedSeq);
    }
    overlay.rebase(snapshot);
    overlay.forgetThrough(indexedSeq);
    CommitId head = tail.head();
    while (overlaidSeq < head.seq()) {
      for (Group group : tail.await(overlaidSeq, maxEntriesPerRead, Duration.ZERO)) {
        for (LogEntry entry : group.entries()) {
          if (entry.seq() > overlaidSeq) {
            overlay.add(entry);
            takeType(entry);
            takeTime(entry);
            overlaidSeq = entry.seq();
          }
        }
        head = group.commit();
      }
    }
    unindexed = overlay;
    return head;
  }

  private void takeTimeOf(long seq) throws IOException, InterruptedException {
    if (seq > 0) {
      for (Group group : tail.await(seq - 1, 1, Duration.ZERO)) {
        group.entries().forEach(this::takeTime);
      }
    }
  }

  private void takeTime(LogEntry entry) {
    if (entry.committedAt().isAfter(lastTime)) {
      lastTime = entry.committedAt();
    }
  }

  private void takeType(LogEntry entry) {
    types =
        switch (entry.kind()) {
          case ASSET, RELATIONSHIP -> types;
          case ASSET_TYPE -> types.with(List.of((AssetType) entry.after()), List.of());
          case RELATIONSHIP_TYPE ->
              types.with(List.of(), List.of((RelationshipType) entry.after()));
        };
  }

  /** Returns the state, with its lower part read through {@code below}. */
  StateOverlay over(StateReader below) {
    StateOverlay overlay = unindexed;
    if (overlay == null) {
      throw new IllegalStateException("follow() comes first");
    }
    overlay.rebase(below);
    return overlay;
  }

  TypeRegistry types() {
    return types;
  }

  /** Returns the time of the next group: a clock that is set back does not set the log back. */
  Instant nextTime(Instant now) {
    Instant cut = now.truncatedTo(ChronoUnit.MICROS);
    return cut.isBefore(lastTime) ? lastTime : cut;
  }

  /** Forgets everything; the next {@link #follow} begins with the index alone. */
  void forget() {
    unindexed = null;
  }
}
