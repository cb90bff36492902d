package dev.tarn.testkit;

import dev.tarn.core.change.LogEntry;
import dev.tarn.core.log.AppendOutcome;
import dev.tarn.core.log.ChangeLog;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.table.PointerChange;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * A log that loses answers, answers late, and fails, as {@link Faults} say; it keeps the contract.
 */
public final class FaultyChangeLog implements ChangeLog {
  private record Late(
      CommitId expected, String groupId, List<LogEntry> entries, List<PointerChange> pointers) {}

  private final ChangeLog log;
  private final Faults faults;
  private final Deque<Late> late = new ArrayDeque<>();

  /** A log that does what {@code log} does, but for these faults. */
  public FaultyChangeLog(ChangeLog log, Faults faults) {
    this.log = log;
    this.faults = faults;
  }

  @Override
  public Scope scope() {
    return log.scope();
  }

  @Override
  public CommitId head() throws IOException {
    failPerhaps();
    CommitId head = log.head();
    landLate();
    return head;
  }

  @Override
  public AppendOutcome append(
      CommitId expected, String groupId, List<LogEntry> entries, List<PointerChange> pointers)
      throws IOException {
    Faults.OfAppend fault = faults.nextAppend();
    if (fault == Faults.OfAppend.LOST_LATE) {
      synchronized (late) {
        late.add(new Late(expected, groupId, entries, pointers));
      }
      return new AppendOutcome.Unknown(new IOException("the answer was lost"));
    }
    landLate();
    return switch (fault) {
      case NONE -> log.append(expected, groupId, entries, pointers);
      case CONFLICT -> new AppendOutcome.Conflict();
      case REFUSED -> throw new IOException("the store does not answer");
      case LOST_BEFORE, LOST_LATE ->
          new AppendOutcome.Unknown(new IOException("the request was lost"));
      case LOST_AFTER -> {
        AppendOutcome lost = log.append(expected, groupId, entries, pointers);
        yield new AppendOutcome.Unknown(new IOException("the answer was lost: " + lost));
      }
    };
  }

  private void landLate() throws IOException {
    while (true) {
      Late next;
      synchronized (late) {
        next = late.poll();
      }
      if (next == null) {
        return;
      }
      AppendOutcome unseen =
          log.append(next.expected(), next.groupId(), next.entries(), next.pointers());
      if (unseen instanceof AppendOutcome.Unknown(Exception cause)) {
        throw new IOException(cause);
      }
    }
  }

  @Override
  public CommitId read(long afterSeq, int maxEntries, Consumer<Group> consumer) throws IOException {
    failPerhaps();
    return log.read(afterSeq, maxEntries, consumer);
  }

  private void failPerhaps() throws IOException {
    if (faults.happens()) {
      throw new IOException("the store does not answer");
    }
  }

  @Override
  public void close() {
    log.close();
  }
}
