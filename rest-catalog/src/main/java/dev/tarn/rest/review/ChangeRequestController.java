package dev.tarn.rest.review;

import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.catalog.CatalogReviews;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.review.ChangeRequest;
import dev.tarn.core.review.ReviewState;
import dev.tarn.core.review.Standing;
import dev.tarn.core.review.Verdict;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.rest.merge.MergeFields;
import dev.tarn.rest.merge.MergeView;
import dev.tarn.rest.openapi.Body;
import dev.tarn.rest.request.Answers;
import dev.tarn.rest.request.Fields;
import dev.tarn.rest.request.Headers;
import dev.tarn.rest.request.JsonBody;
import dev.tarn.rest.request.ScopeRequest;
import dev.tarn.rest.request.WriteRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What people want to merge, and what others say of it. */
@RestController
@RequestMapping("/api/v1/change-requests")
@Tag(
    name = "Change requests",
    description = "Branches to be merged: proposed, reviewed, checked, merged.")
public final class ChangeRequestController {
  private static final String NAMED = "/{name}";
  private static final String TARGET = "target";
  private static final String INTO = "The branch that it is to be merged into.";
  private static final String NO_OLDER = "Answers no older than this commit of the target.";
  private static final String ALL = "all";

  private final CatalogReviews reviews;

  public ChangeRequestController(Catalog catalog) {
    this.reviews = catalog.reviews();
  }

  @PostMapping
  @Body("NewChangeRequest")
  @Operation(
      operationId = "createChangeRequest",
      summary = "Propose to merge a branch",
      description = "Of the same two branches, one change request is open at a time.")
  ResponseEntity<ChangeRequestView> create(
      WriteRequest request,
      @Parameter(description = INTO) @RequestParam(name = TARGET, defaultValue = "main")
          String target,
      JsonBody body)
      throws IOException {
    Fields fields = body.object();
    String description = fields.text("description");
    CatalogReviews.Proposal proposal =
        new CatalogReviews.Proposal(
            new BranchName(fields.requiredText("source")),
            fields.requiredText("title"),
            description == null ? "" : description,
            fields.texts("reviewers").stream().map(Actor::new).toList());
    fields.end();
    Standing made = reviews.create(request.context(), scope(request, target), proposal);
    return ResponseEntity.status(HttpStatus.CREATED)
        .header(Headers.COMMIT, made.read().toString())
        .body(ChangeRequestView.of(made));
  }

  @GetMapping
  @Operation(
      operationId = "listChangeRequests",
      summary = "List the change requests for a branch",
      description = "By name, page by page.")
  ResponseEntity<ChangeRequestView.Items> list(
      ScopeRequest request,
      @Parameter(description = INTO) @RequestParam(name = TARGET, defaultValue = "main")
          String target,
      @Parameter(
              description =
                  "open, approved, changes-requested, merged, closed, or all; those that are not"
                      + " over, where it is not given. As of their last event.")
          @RequestParam(name = "state", required = false)
          @Nullable String state,
      @Parameter(description = "The 'next' of the page before, with the same filters.")
          @RequestParam(name = "cursor", required = false)
          @Nullable String cursor,
      @Parameter(description = "1 to 1,000.") @RequestParam(name = "limit", defaultValue = "100")
          int limit,
      @Parameter(description = NO_OLDER) @RequestHeader(name = Headers.MIN_COMMIT, required = false)
          @Nullable String minCommit)
      throws IOException {
    Scope scope = new Scope(request.scope().tenant(), new BranchName(target));
    CatalogReviews.Listed listed =
        reviews.list(request.principal(), scope, filter(state), commit(minCommit), cursor, limit);
    return Answers.at(listed.read(), ChangeRequestView.Items.of(listed.page()));
  }

  private static @Nullable CommitId commit(@Nullable String text) {
    return text == null ? null : CommitId.parse(text);
  }

  private static Predicate<ChangeRequest> filter(@Nullable String state) {
    if (state == null) {
      return request -> !request.state().isOver();
    }
    if (state.equals(ALL)) {
      return request -> true;
    }
    for (ReviewState known : ReviewState.values()) {
      if (known.code().equals(state)) {
        return request -> request.state() == known;
      }
    }
    throw CatalogException.ofField(
        ErrorCode.INVALID_REQUEST, "state", "there is no such state of a change request");
  }

  @GetMapping(NAMED)
  @Operation(operationId = "changeRequest", summary = "Show a change request")
  ResponseEntity<ChangeRequestView> show(
      ScopeRequest request,
      @PathVariable("name") String name,
      @Parameter(description = INTO) @RequestParam(name = TARGET, defaultValue = "main")
          String target,
      @Parameter(description = NO_OLDER) @RequestHeader(name = Headers.MIN_COMMIT, required = false)
          @Nullable String minCommit)
      throws IOException {
    Scope scope = new Scope(request.scope().tenant(), new BranchName(target));
    return answer(reviews.find(request.principal(), scope, name, commit(minCommit)));
  }

  @PostMapping(NAMED + "/comments")
  @Body("NewComment")
  @Operation(operationId = "commentChangeRequest", summary = "Say something of a change request")
  ResponseEntity<ChangeRequestView> comment(
      WriteRequest request,
      @PathVariable("name") String name,
      @Parameter(description = INTO) @RequestParam(name = TARGET, defaultValue = "main")
          String target,
      JsonBody body)
      throws IOException {
    Fields fields = body.object();
    String text = fields.requiredText("text");
    fields.end();
    return answer(reviews.comment(request.context(), scope(request, target), name, text));
  }

  @PostMapping(NAMED + "/reviews")
  @Body("NewReview")
  @Operation(
      operationId = "reviewChangeRequest",
      summary = "Approve a change request, or want changes",
      description =
          "An approval is of the commit that the reviewer has seen: once the source has a newer"
              + " one, it does not count. Who wants changes is heard until they approve. Nobody"
              + " approves what they have proposed.")
  ResponseEntity<ChangeRequestView> review(
      WriteRequest request,
      @PathVariable("name") String name,
      @Parameter(description = INTO) @RequestParam(name = TARGET, defaultValue = "main")
          String target,
      JsonBody body)
      throws IOException {
    Fields fields = body.object();
    Verdict verdict = verdict(fields.requiredText("verdict"));
    String text = fields.text("text");
    String commit = fields.text("commit");
    fields.end();
    return answer(
        reviews.review(
            request.context(),
            scope(request, target),
            name,
            verdict,
            text == null ? "" : text,
            commit(commit)));
  }

  private static Verdict verdict(String code) {
    for (Verdict verdict : Verdict.values()) {
      if (verdict.code().equals(code)) {
        return verdict;
      }
    }
    throw CatalogException.ofField(
        ErrorCode.INVALID_VALUE, "verdict", "expected approve or request-changes");
  }

  @PostMapping(NAMED + "/checks")
  @Body("ChecksToRun")
  @Operation(
      operationId = "checkChangeRequest",
      summary = "Run checks on what a change request brings",
      description =
          "On what the merge would make different now. The results stay with the change request;"
              + " a merge runs those that the target wants again.")
  ResponseEntity<ChangeRequestView> check(
      WriteRequest request,
      @PathVariable("name") String name,
      @Parameter(description = INTO) @RequestParam(name = TARGET, defaultValue = "main")
          String target,
      JsonBody body)
      throws IOException {
    Fields fields = body.object();
    List<String> checks = fields.texts("checks");
    fields.end();
    return answer(reviews.check(request.context(), scope(request, target), name, checks));
  }

  @PostMapping(NAMED + "/merge")
  @Body("ChangeRequestMerge")
  @Operation(
      operationId = "mergeChangeRequest",
      summary = "Merge a change request",
      description =
          "As the branch is merged; in the same commit the change request is. Refused without the"
              + " approvals and checks that the target wants.")
  ResponseEntity<MergeView> merge(
      WriteRequest request,
      @PathVariable("name") String name,
      @Parameter(description = INTO) @RequestParam(name = TARGET, defaultValue = "main")
          String target,
      JsonBody body)
      throws IOException {
    Fields fields = body.object();
    MergeFields said = MergeFields.take(fields);
    fields.end();
    return MergeView.answer(
        said,
        reviews.merge(
            request.context(),
            scope(request, target),
            name,
            new CatalogReviews.Resolution(said.choices(), said.strategy(), said.dryRun())));
  }

  @PostMapping(NAMED + "/close")
  @Operation(
      operationId = "closeChangeRequest",
      summary = "Close a change request that is not to be merged")
  ResponseEntity<ChangeRequestView> close(
      WriteRequest request,
      @PathVariable("name") String name,
      @Parameter(description = INTO) @RequestParam(name = TARGET, defaultValue = "main")
          String target)
      throws IOException {
    return answer(reviews.close(request.context(), scope(request, target), name));
  }

  private static Scope scope(WriteRequest request, String target) {
    return new Scope(request.scope().tenant(), new BranchName(target));
  }

  private static ResponseEntity<ChangeRequestView> answer(Standing standing) {
    return Answers.at(standing.read(), ChangeRequestView.of(standing));
  }
}
