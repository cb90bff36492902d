package dev.tarn.rest.branch;

import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.catalog.CatalogReferences;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.PointInTime;
import dev.tarn.core.scope.Reference;
import dev.tarn.core.scope.ReferenceDetails;
import dev.tarn.core.scope.ReferenceKind;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.state.Page;
import dev.tarn.rest.openapi.Body;
import dev.tarn.rest.request.Answers;
import dev.tarn.rest.request.Fields;
import dev.tarn.rest.request.Headers;
import dev.tarn.rest.request.JsonBody;
import dev.tarn.rest.request.ScopeRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Branches and tags of a tenant: list, create, describe, rename, delete. */
@RestController
@Tag(name = "Tenants and branches")
public final class BranchController {
  private static final String BRANCHES = "/api/v1/branches";
  private static final String TAGS = "/api/v1/tags";
  private static final String NAMED = "/{name}";
  private static final String PATCH =
      "What is not there stays: owner, purpose, protected, expiresAt (null: never) or timeToLive,"
          + " and the name. The details are changed first.";

  private final Catalog catalog;
  private final CatalogReferences references;

  public BranchController(Catalog catalog) {
    this.catalog = catalog;
    this.references = catalog.references();
  }

  @GetMapping(BRANCHES)
  @Operation(operationId = "listBranches", summary = "List the tenant's branches")
  ResponseEntity<Page<ReferenceView>> list(ScopeRequest request) throws IOException {
    return list(request, ReferenceKind.BRANCH);
  }

  @GetMapping(TAGS)
  @Operation(operationId = "listTags", summary = "List the tenant's tags")
  ResponseEntity<Page<ReferenceView>> listTags(ScopeRequest request) throws IOException {
    return list(request, ReferenceKind.TAG);
  }

  private ResponseEntity<Page<ReferenceView>> list(ScopeRequest request, ReferenceKind kind)
      throws IOException {
    CommitId head = catalog.head(request.principal(), request.scope());
    return Answers.at(
        head,
        new Page<>(
            references.list(request.principal(), request.scope().tenant(), kind).stream()
                .map(ReferenceView::of)
                .toList(),
            null));
  }

  @GetMapping(BRANCHES + NAMED)
  @Operation(operationId = "getBranch", summary = "Show a branch with its newest commit")
  ResponseEntity<ReferenceView> branch(ScopeRequest request, @PathVariable("name") String name)
      throws IOException {
    return answer(request, found(request, name, ReferenceKind.BRANCH));
  }

  @GetMapping(TAGS + NAMED)
  @Operation(operationId = "getTag", summary = "Show a tag")
  ResponseEntity<ReferenceView> tag(ScopeRequest request, @PathVariable("name") String name)
      throws IOException {
    return answer(request, found(request, name, ReferenceKind.TAG));
  }

  private Reference found(ScopeRequest request, String name, ReferenceKind kind)
      throws IOException {
    return references.find(
        request.principal(), request.scope().tenant(), new BranchName(name), kind);
  }

  private ResponseEntity<ReferenceView> answer(ScopeRequest request, Reference reference)
      throws IOException {
    if (reference.kind() == ReferenceKind.TAG) {
      return Answers.at(reference.commit(), ReferenceView.of(reference));
    }
    CommitId head =
        catalog.head(request.principal(), new Scope(request.scope().tenant(), reference.name()));
    return Answers.at(head, ReferenceView.of(reference, head));
  }

  @PostMapping(BRANCHES)
  @Body("NewBranch")
  @Operation(
      operationId = "createBranch",
      summary = "Create a branch",
      description =
          "Without copying, from the branch 'from' (that of the request, where nothing is said) at"
              + " the commit, tag or time 'at' (its head, where nothing is said).")
  ResponseEntity<ReferenceView> create(ScopeRequest request, JsonBody body) throws IOException {
    Fields fields = body.object();
    BranchName name = new BranchName(fields.requiredText("name"));
    String from = fields.text("from");
    BranchName source = from == null ? request.scope().branch() : new BranchName(from);
    String at = fields.text("at");
    ReferenceDetails details = details(request, fields);
    Scope sourceScope = new Scope(request.scope().tenant(), source);
    CommitId commit =
        references.createBranch(
            request.principal(),
            new Scope(request.scope().tenant(), name),
            source,
            point(request, sourceScope, at),
            details);
    return created(request, name, ReferenceKind.BRANCH, commit);
  }

  @PostMapping(TAGS)
  @Body("NewTag")
  @Operation(
      operationId = "createTag",
      summary = "Create a tag",
      description = "A name for the commit or time 'at' of the branch, or for its head.")
  ResponseEntity<ReferenceView> createTag(ScopeRequest request, JsonBody body) throws IOException {
    Fields fields = body.object();
    BranchName name = new BranchName(fields.requiredText("name"));
    String at = fields.text("at");
    ReferenceDetails details = details(request, fields);
    CommitId commit =
        references.createTag(
            request.principal(),
            request.scope(),
            name,
            at == null ? new PointInTime.AtTag(request.scope().branch()) : PointInTime.parse(at),
            details);
    return created(request, name, ReferenceKind.TAG, commit);
  }

  private ReferenceDetails details(ScopeRequest request, Fields fields) {
    UnaryOperator<ReferenceDetails> said = DetailFields.take(fields, references.now());
    fields.end();
    return said.apply(references.newDetails(request.principal()));
  }

  private PointInTime point(ScopeRequest request, Scope scope, @Nullable String at)
      throws IOException {
    return at == null
        ? new PointInTime.AtCommit(catalog.head(request.principal(), scope))
        : PointInTime.parse(at);
  }

  private ResponseEntity<ReferenceView> created(
      ScopeRequest request, BranchName name, ReferenceKind kind, CommitId commit)
      throws IOException {
    return ResponseEntity.status(HttpStatus.CREATED)
        .header(Headers.COMMIT, commit.toString())
        .body(ReferenceView.of(found(request, name.value(), kind)));
  }

  @PatchMapping(BRANCHES + NAMED)
  @Body("ReferencePatch")
  @Operation(
      operationId = "patchBranch",
      summary = "Change a branch's details",
      description = PATCH)
  ResponseEntity<ReferenceView> patch(
      ScopeRequest request, @PathVariable("name") String name, JsonBody body) throws IOException {
    return patch(request, name, ReferenceKind.BRANCH, body.object());
  }

  @PatchMapping(TAGS + NAMED)
  @Body("ReferencePatch")
  @Operation(operationId = "patchTag", summary = "Change a tag's details", description = PATCH)
  ResponseEntity<ReferenceView> patchTag(
      ScopeRequest request, @PathVariable("name") String name, JsonBody body) throws IOException {
    return patch(request, name, ReferenceKind.TAG, body.object());
  }

  private ResponseEntity<ReferenceView> patch(
      ScopeRequest request, String name, ReferenceKind kind, Fields fields) throws IOException {
    Scope scope = new Scope(request.scope().tenant(), new BranchName(name));
    String newName = fields.text("name");
    BranchName renamed = newName == null ? scope.branch() : new BranchName(newName);
    UnaryOperator<ReferenceDetails> change = DetailFields.take(fields, references.now());
    fields.end();
    Reference changed = references.describe(request.principal(), scope, kind, change);
    return answer(
        request,
        renamed.equals(scope.branch())
            ? changed
            : references.rename(request.principal(), scope, kind, renamed));
  }

  @DeleteMapping(BRANCHES + NAMED)
  @Operation(
      operationId = "deleteBranch",
      summary = "Delete a branch",
      description =
          "Not if it is protected. Not if tags are on it, unless withTags=true deletes them first."
              + " Branches that were made from it stay.")
  ResponseEntity<Void> delete(
      ScopeRequest request,
      @PathVariable("name") String name,
      @RequestParam(name = "withTags", defaultValue = "false") boolean withTags)
      throws IOException {
    if (withTags) {
      references.deleteWithTags(
          request.principal(), new Scope(request.scope().tenant(), new BranchName(name)));
      return ResponseEntity.noContent().build();
    }
    return delete(request, name, ReferenceKind.BRANCH);
  }

  @DeleteMapping(TAGS + NAMED)
  @Operation(operationId = "deleteTag", summary = "Delete a tag, unless it is protected")
  ResponseEntity<Void> deleteTag(ScopeRequest request, @PathVariable("name") String name)
      throws IOException {
    return delete(request, name, ReferenceKind.TAG);
  }

  private ResponseEntity<Void> delete(ScopeRequest request, String name, ReferenceKind kind)
      throws IOException {
    references.delete(
        request.principal(), new Scope(request.scope().tenant(), new BranchName(name)), kind);
    return ResponseEntity.noContent().build();
  }
}
