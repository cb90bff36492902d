package dev.tarn.core.commit;

import dev.tarn.core.change.Atomicity;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.ChangeResult;
import dev.tarn.core.change.Idempotency;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.change.Submission;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.state.RecordedOutcome;
import dev.tarn.core.type.TypeRegistry;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Resolves the submissions of one group, in their order, each against all before it. */
final class GroupResolver {
  /** The entries of a group, and for each submission the answers to its changes. */
  record Resolved(List<LogEntry> entries, List<List<ChangeResult>> results) {}

  private final StateOverlay state;
  private final String groupId;
  private final Instant time;
  private TypeRegistry types;
  private long nextSeq;

  /**
   * @param committed the branch at its head; stays as it is
   * @param firstSeq of the group's first entry
   */
  GroupResolver(
      StateOverlay committed, TypeRegistry types, String groupId, Instant time, long firstSeq) {
    this.state = new StateOverlay(committed);
    this.types = types;
    this.groupId = groupId;
    this.time = time;
    this.nextSeq = firstSeq;
  }

  Resolved resolve(List<Submission> submissions) throws IOException {
    List<List<ChangeResult>> results = new ArrayList<>(submissions.size());
    for (Submission submission : submissions) {
      List<ChangeResult> repeated = firstAnswer(submission);
      results.add(repeated == null ? answer(submission) : repeated);
    }
    return new Resolved(List.copyOf(state.entries()), results);
  }

  private List<ChangeResult> answer(Submission submission) throws IOException {
    boolean all = submission.atomicity() == Atomicity.ALL;
    StateOverlay target = all ? new StateOverlay(state) : state;
    ChangeResolver resolver = new ChangeResolver(target, types, groupId, time, nextSeq);
    List<ChangeResult> answers = new ArrayList<>(submission.changes().size());
    for (int i = 0; i < submission.changes().size(); i++) {
      answers.add(answer(resolver, submission, i));
    }
    if (all && answers.stream().anyMatch(answer -> answer instanceof ChangeResult.Rejected)) {
      return answers.stream().map(GroupResolver::withdrawn).toList();
    }
    if (all) {
      state.addAll(target.entries());
    }
    nextSeq = resolver.nextSeq();
    types = resolver.types();
    return answers;
  }

  private static ChangeResult answer(ChangeResolver resolver, Submission submission, int ordinal)
      throws IOException {
    Change change = submission.changes().get(ordinal);
    try {
      return resolver.resolve(change, submission.context(), submission.idempotency(), ordinal);
    } catch (CatalogException e) {
      return new ChangeResult.Rejected(e.code(), e.getMessage(), e.field(), e.currentVersion());
    }
  }

  private static ChangeResult withdrawn(ChangeResult result) {
    return result instanceof ChangeResult.Rejected
        ? result
        : rejected(ErrorCode.REQUEST_REJECTED, "another change of the request was rejected");
  }

  private static ChangeResult rejected(ErrorCode code, String message) {
    return new ChangeResult.Rejected(code, message, null, null);
  }

  /** Returns what a request with this key was answered before; null if it is new. */
  private @Nullable List<ChangeResult> firstAnswer(Submission submission) throws IOException {
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
        return Collections.nCopies(
            count,
            rejected(
                ErrorCode.IDEMPOTENCY_KEY_REUSED,
                "the idempotency key was used for another request"));
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
    return List.of(answers);
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
