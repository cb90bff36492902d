package dev.tarn.core.catalog;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.catalog.ChangeRequestStore.Kept;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.ChangeContext;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.log.CatalogStore;
import dev.tarn.core.merge.ConflictStrategy;
import dev.tarn.core.merge.MergeOutcome;
import dev.tarn.core.merge.MergeRequest;
import dev.tarn.core.review.ChangeRequest;
import dev.tarn.core.review.ChangeRequestAsset;
import dev.tarn.core.review.CheckResult;
import dev.tarn.core.review.DiffChecks;
import dev.tarn.core.review.Finding;
import dev.tarn.core.review.MergedState;
import dev.tarn.core.review.Standing;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Reference;
import dev.tarn.core.scope.ReferenceKind;
import dev.tarn.core.scope.ReviewRules;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says whether a merge may be done, as the rules of its target have it, and why not. */
final class ReviewGate {
  private final Catalog catalog;
  private final CatalogStore store;
  private final KeptBranchRules rules;
  private final DiffChecks checks;

  ReviewGate(Catalog catalog, CatalogStore store, KeptBranchRules rules, DiffChecks checks) {
    this.catalog = catalog;
    this.store = store;
    this.rules = rules;
    this.checks = checks;
  }

  /** Returns the time, as it is kept. */
  Instant now() {
    return catalog.clock().instant().truncatedTo(ChronoUnit.MICROS);
  }

  /** Returns how a change request stands beside its source. */
  Standing standing(Scope target, Kept kept) throws IOException {
    ReviewRules asked = rules.of(target);
    ChangeRequest request = kept.request();
    CommitId read = kept.commit();
    Optional<Reference> source = source(target.tenant(), request.source());
    if (source.isEmpty()) {
      return new Standing(request, read, null, null, asked);
    }
    CommitId head = catalog.branch(new Scope(target.tenant(), request.source())).tail().head();
    return new Standing(request, read, head, source.get().details().createdAt(), asked);
  }

  /** Returns the branch that is to be merged. */
  Optional<Reference> source(TenantId tenant, BranchName name) throws IOException {
    return store.references(tenant).stream()
        .filter(reference -> reference.kind() == ReferenceKind.BRANCH)
        .filter(reference -> reference.name().equals(name))
        .findFirst();
  }

  /** Runs checks on what a merge would do now, were the source right in every conflict. */
  List<CheckResult> preview(
      ChangeContext context, Scope target, BranchName source, Collection<String> names)
      throws IOException {
    MergeRequest request =
        new MergeRequest(
            source, target.branch(), Map.of(), ConflictStrategy.THEIRS, false, context);
    List<CheckResult> results = new ArrayList<>();
    MergeOutcome outcome =
        catalog
            .merges()
            .preview(target.tenant(), request, would -> results.addAll(run(would, names)));
    if (results.isEmpty()) {
      for (String name : names) {
        results.add(new CheckResult(name, 0, List.of(), outcome.source(), outcome.commit(), now()));
      }
    }
    return results;
  }

  private List<CheckResult> run(MergeGate.Candidate would, Collection<String> names)
      throws IOException {
    MergedState merged = new MergedState(would.ours(), would.plan().changes());
    return checks.run(names, merged, would.sourceCommit(), would.at(), now());
  }

  /**
   * Lets a merge pass if the rules of the target do.
   *
   * @return the change request that it ends, if there is one
   */
  List<Change.SetAsset> pass(ChangeContext context, MergeGate.Candidate would) throws IOException {
    ReviewRules asked = rules.of(would.target());
    BranchName source = would.source().branch();
    Asset asset =
        ChangeRequestStore.last(would.ours(), would.target().branch(), source).orElse(null);
    ChangeRequest open = asset == null ? null : ChangeRequestAsset.of(asset);
    if (open != null && open.state().isOver()) {
      open = null;
    }
    if (asked.needsChangeRequest()) {
      if (open == null) {
        throw new CatalogException(
            ErrorCode.APPROVAL_REQUIRED,
            would.target().branch() + " wants a change request for " + source);
      }
      checkApproved(standing(would.target(), new Kept(open, would.at())).at(would.sourceCommit()));
    }
    if (!asked.requiredChecks().isEmpty()) {
      checkPassed(run(would, asked.requiredChecks()));
    }
    if (open == null) {
      return List.of();
    }
    ChangeRequest merged = open.mergedAt(would.sourceCommit());
    return List.of(
        new Change.SetAsset(open.assetId(), ChangeRequestAsset.content(merged, asset), context));
  }

  private static void checkApproved(Standing standing) {
    if (!standing.objectors().isEmpty()) {
      throw new CatalogException(
          ErrorCode.APPROVAL_REQUIRED,
          standing.objectors().getFirst() + " wants changes of " + standing.request().name());
    }
    if (!standing.mayBeMerged()) {
      throw new CatalogException(
          ErrorCode.APPROVAL_REQUIRED,
          standing.request().name()
              + " has "
              + standing.approvals()
              + " of "
              + standing.rules().requiredApprovals()
              + " approvals of "
              + standing.head());
    }
  }

  private static void checkPassed(List<CheckResult> results) {
    List<CheckResult> failed = results.stream().filter(result -> !result.isPassed()).toList();
    if (!failed.isEmpty()) {
      throw new CatalogException(
          ErrorCode.CHECKS_FAILED,
          failed.stream().map(ReviewGate::said).collect(Collectors.joining("; ")));
    }
  }

  private static String said(CheckResult failed) {
    Finding first = failed.findings().getFirst();
    return failed.check()
        + ": "
        + failed.total()
        + ", the first "
        + first.name()
        + " ("
        + first.message()
        + ")";
  }
}
