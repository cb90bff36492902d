package dev.tarn.rest.privacy;

import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.catalog.CatalogPrivacy;
import dev.tarn.core.catalog.PrivacyRunReport;
import dev.tarn.core.privacy.ErasurePlan.Mode;
import dev.tarn.core.privacy.PersonQuery;
import dev.tarn.core.privacy.PersonRecords;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.state.Page;
import dev.tarn.rest.openapi.Body;
import dev.tarn.rest.request.Fields;
import dev.tarn.rest.request.JsonBody;
import dev.tarn.rest.request.ScopeRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What a tenant holds of persons. Who they are is in bodies only: paths are logged. */
@RestController
@RequestMapping(PrivacyController.PATH)
@Tag(name = "Privacy", description = "Finds and replaces what is held of a person.")
public final class PrivacyController {
  static final String PATH = "/api/v1/privacy";
  private static final String RUNS = PATH + "/runs/";

  private final CatalogPrivacy privacy;
  private final List<PersonRecords> records;

  public PrivacyController(Catalog catalog, ObjectProvider<PersonRecords> records) {
    this.privacy = catalog.privacy();
    this.records = records.orderedStream().toList();
  }

  @PostMapping("/find")
  @Body("Person")
  @Operation(
      operationId = "findPerson",
      summary = "Find all that is held of a person",
      description =
          "Reads every version of everything, on all branches, and writes nothing. The answer"
              + " comes at once; the run that it names has the result.")
  ResponseEntity<PrivacyRunView> find(ScopeRequest request, JsonBody body) throws IOException {
    Fields fields = body.object();
    PersonQuery query = query(fields);
    fields.end();
    return accepted(privacy.find(request.principal(), tenant(request), query, records));
  }

  @PostMapping("/pseudonymise")
  @Body("PersonToReplace")
  @Operation(
      operationId = "pseudonymisePerson",
      summary = "Replace a person by a pseudonym",
      description =
          "In every version of everything, on all branches; commits stay as they are. The tenant"
              + " answers to nobody meanwhile. After a crash, the same request goes on.")
  ResponseEntity<PrivacyRunView> pseudonymise(ScopeRequest request, JsonBody body)
      throws IOException {
    Fields fields = body.object();
    PersonQuery query = query(fields);
    String as = fields.text("as");
    boolean isConfirmed = fields.flag("confirm");
    fields.end();
    return replace(request, query, Mode.PSEUDONYMISE, as, isConfirmed);
  }

  @PostMapping("/erase")
  @Body("PersonToErase")
  @Operation(
      operationId = "erasePerson",
      summary = "Erase a person",
      description =
          "As to replace them by a pseudonym, which is random and not kept, and the user goes,"
              + " too.")
  ResponseEntity<PrivacyRunView> erase(ScopeRequest request, JsonBody body) throws IOException {
    Fields fields = body.object();
    PersonQuery query = query(fields);
    boolean isConfirmed = fields.flag("confirm");
    fields.end();
    return replace(request, query, Mode.ERASE, null, isConfirmed);
  }

  private ResponseEntity<PrivacyRunView> replace(
      ScopeRequest request, PersonQuery query, Mode mode, @Nullable String as, boolean isConfirmed)
      throws IOException {
    return accepted(
        privacy.replace(
            request.principal(), tenant(request), query, mode, as, isConfirmed, records));
  }

  private static PersonQuery query(Fields fields) {
    return new PersonQuery(fields.requiredText("person"), fields.texts("also"));
  }

  private static TenantId tenant(ScopeRequest request) {
    return request.scope().tenant();
  }

  private static ResponseEntity<PrivacyRunView> accepted(PrivacyRunReport run) {
    return ResponseEntity.accepted()
        .location(URI.create(RUNS + run.id()))
        .body(PrivacyRunView.of(run));
  }

  @GetMapping("/runs")
  @Operation(
      operationId = "listPrivacyRuns",
      summary = "List the tenant's runs about persons",
      description = "The last ones since the server's start, the newest first.")
  Page<PrivacyRunView> runs(ScopeRequest request) {
    return new Page<>(
        privacy.runs(request.principal(), tenant(request)).stream()
            .map(PrivacyRunView::of)
            .toList(),
        null);
  }

  @GetMapping("/runs/{id}")
  @Operation(operationId = "privacyRun", summary = "Look at a run about a person")
  PrivacyRunView run(ScopeRequest request, @PathVariable("id") String id) {
    return PrivacyRunView.of(privacy.run(request.principal(), tenant(request), id));
  }

  @DeleteMapping("/runs/{id}")
  @Operation(operationId = "cancelPrivacyRun", summary = "End a run about a person")
  ResponseEntity<PrivacyRunView> cancel(ScopeRequest request, @PathVariable("id") String id) {
    return accepted(privacy.cancel(request.principal(), tenant(request), id));
  }
}
