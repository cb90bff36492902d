package dev.tarn.rest.merge;

import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.catalog.CatalogMerges;
import dev.tarn.core.merge.MergeRequest;
import dev.tarn.core.merge.RevertRequest;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.rest.openapi.Body;
import dev.tarn.rest.request.Fields;
import dev.tarn.rest.request.JsonBody;
import dev.tarn.rest.request.WriteRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Merges branches, and takes commits back. */
@RestController
@RequestMapping("/api/v1/branches/{name}")
@Tag(name = "Tenants and branches")
public final class MergeController {
  private static final String CONFLICTING =
      "Nothing was changed: there are conflicts for which nothing was chosen, or the branch is"
          + " written to faster than the merge can be worked out.";

  private final CatalogMerges merges;

  public MergeController(Catalog catalog) {
    this.merges = catalog.merges();
  }

  @PostMapping("/merge")
  @Body("Merge")
  @Operation(
      operationId = "mergeBranch",
      summary = "Merge a branch into another one",
      description =
          "What the branch has changed since the two had something in common, field by field, in"
              + " one commit or not at all. Lists merge as sets, maps by key; a field that both"
              + " have changed is a conflict, and so is a deletion of what the other has changed;"
              + " tables are merged whole.")
  @ApiResponse(
      responseCode = "200",
      description = "It is merged, or there was nothing to do; or what a dry run found.",
      content = @Content(schema = @Schema(implementation = MergeView.class)))
  @ApiResponse(
      responseCode = "409",
      description = CONFLICTING,
      content = @Content(schema = @Schema(implementation = MergeView.class)))
  ResponseEntity<MergeView> merge(
      WriteRequest request, @PathVariable("name") String name, JsonBody body) throws IOException {
    Fields fields = body.object();
    String into = fields.text("into");
    MergeFields said = MergeFields.take(fields);
    fields.end();
    return MergeView.answer(
        said,
        merges.merge(
            request.scope().tenant(),
            new MergeRequest(
                new BranchName(name),
                into == null ? BranchName.MAIN : new BranchName(into),
                said.choices(),
                said.strategy(),
                said.dryRun(),
                request.context())));
  }

  @PostMapping("/revert")
  @Body("Revert")
  @Operation(
      operationId = "revertCommit",
      summary = "Take back what a commit has changed",
      description =
          "In a new commit; also of a merge, which can then be done again. What was changed since"
              + " then stays; where that is the same field, it is a conflict. Types stay.")
  @ApiResponse(
      responseCode = "200",
      description = "It is taken back, or there was nothing to do; or what a dry run found.",
      content = @Content(schema = @Schema(implementation = MergeView.class)))
  @ApiResponse(
      responseCode = "409",
      description = CONFLICTING,
      content = @Content(schema = @Schema(implementation = MergeView.class)))
  ResponseEntity<MergeView> revert(
      WriteRequest request, @PathVariable("name") String name, JsonBody body) throws IOException {
    Fields fields = body.object();
    CommitId commit = CommitId.parse(fields.requiredText("commit"));
    MergeFields said = MergeFields.take(fields);
    fields.end();
    return MergeView.answer(
        said,
        merges.revert(
            request.scope().tenant(),
            new RevertRequest(
                new BranchName(name),
                commit,
                said.choices(),
                said.strategy(),
                said.dryRun(),
                request.context())));
  }
}
