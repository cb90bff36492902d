package dev.tarn.rest.branch;

import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.PointInTime;
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
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Branches and tags of a tenant: list, create. */
@RestController
@Tag(name = "Tenants and branches")
public final class BranchController {
  private final Catalog catalog;

  public BranchController(Catalog catalog) {
    this.catalog = catalog;
  }

  @GetMapping("/api/v1/branches")
  @Operation(operationId = "listBranches", summary = "List the tenant's branches")
  ResponseEntity<Page<Named>> list(ScopeRequest request) throws IOException {
    CommitId head = catalog.head(request.actor(), request.scope());
    return Answers.at(
        head,
        new Page<>(
            catalog.branches(request.actor(), request.scope().tenant()).stream()
                .map(Named::of)
                .toList(),
            null));
  }

  @PostMapping("/api/v1/branches")
  @Body("NewBranch")
  @Operation(
      operationId = "createBranch",
      summary = "Create a branch",
      description =
          "Without copying, from the branch 'from' (that of the request, where nothing is said) at"
              + " the commit, tag or time 'at' (its head, where nothing is said).")
  ResponseEntity<Named> create(ScopeRequest request, JsonBody body) throws IOException {
    Fields fields = body.object();
    BranchName name = new BranchName(fields.requiredText("name"));
    String from = fields.text("from");
    BranchName source = from == null ? request.scope().branch() : new BranchName(from);
    String at = fields.text("at");
    fields.end();
    Scope sourceScope = new Scope(request.scope().tenant(), source);
    CommitId commit =
        catalog.createBranch(
            request.actor(),
            new Scope(request.scope().tenant(), name),
            source,
            point(request, sourceScope, at));
    return created(name, commit);
  }

  @PostMapping("/api/v1/tags")
  @Body("NewTag")
  @Operation(
      operationId = "createTag",
      summary = "Create a tag",
      description = "A name for the commit or time 'at' of the branch, or for its head.")
  ResponseEntity<Named> tag(ScopeRequest request, JsonBody body) throws IOException {
    Fields fields = body.object();
    BranchName name = new BranchName(fields.requiredText("name"));
    String at = fields.text("at");
    fields.end();
    CommitId commit =
        catalog.createTag(
            request.actor(), request.scope(), name, point(request, request.scope(), at));
    return created(name, commit);
  }

  private PointInTime point(ScopeRequest request, Scope scope, @Nullable String at)
      throws IOException {
    return at == null
        ? new PointInTime.AtCommit(catalog.head(request.actor(), scope))
        : PointInTime.parse(at);
  }

  private static ResponseEntity<Named> created(BranchName name, CommitId commit) {
    return ResponseEntity.status(HttpStatus.CREATED)
        .header(Headers.COMMIT, commit.toString())
        .body(new Named(name.value(), commit.toString()));
  }
}
