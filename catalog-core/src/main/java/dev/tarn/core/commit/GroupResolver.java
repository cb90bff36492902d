package dev.tarn.core.commit;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.change.Atomicity;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.ChangeResult;
import dev.tarn.core.change.Guard;
import dev.tarn.core.change.Idempotency;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.change.Submission;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.state.RecordedOutcome;
import dev.tarn.core.table.PointerChange;
import dev.tarn.core.table.PointerResult;
import dev.tarn.core.type.TypeRegistry;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Resolves the submissions of one group, in their order, each against all before it. */
final class GroupResolver {
  /** The answers to a submission's changes and to its pointer changes. */
  record Answer(List<ChangeResult> changes, List<PointerResult> pointers) {}

  /** What a group writes, and for each submission its answer. */
  record Resolved(List<LogEntry> entries, List<PointerChange> pointers, List<Answer> answers) {}

  private final StateOverlay state;
  private final PointerOverlay pointers;
  private final String groupId;
  private final Instant time;
  private TypeRegistry types;
  private long nextSeq;

  /**
   * @param committed the branch at its head; stays as it is
   * @param pointers at the same head
   * @param firstSeq of the group's first entry
   */
  GroupResolver(
      StateOverlay committed,
      PointerOverlay pointers,
      TypeRegistry types,
      String groupId,
      Instant time,
      long firstSeq) {
    this.state = new StateOverlay(committed);
    this.pointers = pointers;
    this.types = types;
    this.groupId = groupId;
    this.time = time;
    this.nextSeq = firstSeq;
  }

  /**
   * Resolves them.
   *
   * @param broken guards that what the log has already breaks
   */
  Resolved resolve(List<Submission> submissions, List<Guard> broken) throws IOException {
    List<Answer> answers = new ArrayList<>(submissions.size());
    for (Submission submission : submissions) {
      Answer repeated = firstAnswer(submission);
      if (repeated != null) {
        answers.add(repeated);
      } else if (isOutdated(submission, broken)) {
        answers.add(outdated(submission));
      } else {
        answers.add(answer(submission));
      }
    }
    return new Resolved(List.copyOf(state.entries()), pointers.changes(), answers);
  }

  private boolean isOutdated(Submission submission, List<Guard> broken) {
    Guard guard = submission.guard();
    return guard != null
        && (broken.contains(guard) || state.entries().stream().anyMatch(guard::isBrokenBy));
  }

  private static Answer outdated(Submission submission) {
    return new Answer(
        Collections.nCopies(
            submission.changes().size(),
            rejected(ErrorCode.BRANCH_CHANGED, "the branch has changed meanwhile")),
        submission.pointers().stream().map(change -> withdrawn()).toList());
  }

  private Answer answer(Submission submission) throws IOException {
    PointerOverlay.Trial trial = pointers.tryAll(submission.pointers());
    if (trial.isRefused()) {
      // What is stale is known at once, and costs no resolving of what goes with it.
      return new Answer(
          Collections.nCopies(
              submission.changes().size(),
              rejected(ErrorCode.REQUEST_REJECTED, "the table of the request was not committed")),
          trial.results().stream().map(GroupResolver::withdrawn).toList());
    }
    boolean all = submission.atomicity() == Atomicity.ALL;
    StateOverlay target = all ? new StateOverlay(state) : state;
    ChangeResolver resolver = new ChangeResolver(target, types, groupId, time, nextSeq);
    List<ChangeResult> answers = new ArrayList<>(submission.changes().size());
    for (int i = 0; i < submission.changes().size(); i++) {
      answers.add(answer(resolver, submission, i));
    }
    if (all && answers.stream().anyMatch(answer -> answer instanceof ChangeResult.Rejected)) {
      return new Answer(
          answers.stream().map(GroupResolver::withdrawn).toList(),
          trial.results().stream().map(result -> withdrawn()).toList());
    }
    if (!submission.pointers().isEmpty() && target.entries().isEmpty()) {
      touch(resolver, submission, answers);
    }
    if (all) {
      state.addAll(target.entries());
    }
    trial.accept();
    nextSeq = resolver.nextSeq();
    types = resolver.types();
    return new Answer(answers, trial.results());
  }

  /** The log has an entry of every commit of a table: its journal, and its followers, need one. */
  private static void touch(
      ChangeResolver resolver, Submission submission, List<ChangeResult> answers)
      throws IOException {
    for (int i = 0; i < answers.size(); i++) {
      if (answers.get(i) instanceof ChangeResult.Unchanged unchanged
          && unchanged.kind() == EntityKind.ASSET) {
        answers.set(
            i,
            resolver.touch(
                new AssetId(unchanged.key()), submission.context(), submission.idempotency(), i));
        return;
      }
    }
    throw new IllegalStateException("a submission with pointers changed nothing, and no asset");
  }

  private static ChangeResult answer(ChangeResolver resolver, Submission submission, int ordinal)
      throws IOException {
    Change change = submission.changes().get(ordinal);
    try {
      return resolver.resolve(
          change, submission.context(), submission.idempotency(), ordinal, submission.rule());
    } catch (CatalogException e) {
      return new ChangeResult.Rejected(e.code(), e.getMessage(), e.field(), e.currentVersion());
    }
  }

  private static ChangeResult withdrawn(ChangeResult result) {
    return result instanceof ChangeResult.Rejected
        ? result
        : rejected(ErrorCode.REQUEST_REJECTED, "another change of the request was rejected");
  }

  private static PointerResult withdrawn(PointerResult result) {
    return result instanceof PointerResult.Refused ? result : withdrawn();
  }

  private static PointerResult withdrawn() {
    return new PointerResult.Refused(
        ErrorCode.REQUEST_REJECTED, "something else of the request was rejected", null);
  }

  private static ChangeResult rejected(ErrorCode code, String message) {
    return new ChangeResult.Rejected(code, message, null, null);
  }

  /** Returns what a request with this key was answered before; null if it is new. */
  private @Nullable Answer firstAnswer(Submission submission) throws IOException {
    Idempotency idempotency = submission.idempotency();
    if (idempotency == null) {
      return null;
    }
    List<RecordedOutcome> outcomes =
        state.outcomes(submission.context().actor().name(), idempotency.key());
    if (outcomes.isEmpty()) {
      return null;
    }
    int count = submission.changes().size();
    ChangeResult[] answers = new ChangeResult[count];
    for (RecordedOutcome outcome : outcomes) {
      if (!outcome.fingerprint().equals(idempotency.fingerprint()) || outcome.ordinal() >= count) {
        return new Answer(
            Collections.nCopies(
                count,
                rejected(
                    ErrorCode.IDEMPOTENCY_KEY_REUSED,
                    "the idempotency key was used for another request")),
            submission.pointers().stream().map(change -> withdrawn()).toList());
      }
      // Of a cascade, the first entry is that of the entity that was named.
      if (answers[outcome.ordinal()] == null) {
        answers[outcome.ordinal()] =
            new ChangeResult.Applied(
                outcome.operation(),
                outcome.kind(),
                outcome.key(),
                outcome.version(),
                outcome.seq());
      }
    }
    for (int i = 0; i < count; i++) {
      if (answers[i] == null) {
        answers[i] = unrecorded(submission, i);
      }
    }
    // What has an entry had its pointers, too: all or nothing.
    PointerResult applied = new PointerResult.Applied();
    return new Answer(List.of(answers), Collections.nCopies(submission.pointers().size(), applied));
  }

  /**
   * Answers a repeated change that the log has no trace of: it was refused or changed nothing. What
   * it would do now tells which; it is not done, since the request has had its one effect.
   */
  private ChangeResult unrecorded(Submission submission, int ordinal) throws IOException {
    ChangeResolver trial =
        new ChangeResolver(new StateOverlay(state), types, groupId, time, nextSeq);
    ChangeResult now = answer(trial, submission, ordinal);
    return now instanceof ChangeResult.Applied
        ? rejected(
            ErrorCode.REQUEST_REJECTED, "the first request with this key changed nothing here")
        : now;
  }
}
