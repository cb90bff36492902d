package dev.tarn.rest.tenant;

import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.catalog.CatalogTenants;
import dev.tarn.core.garbage.GarbageProgress;
import dev.tarn.core.merge.MergeOutcome;
import dev.tarn.core.merge.RestoreRequest;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.PointInTime;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.state.Page;
import dev.tarn.core.tenant.NewTenant;
import dev.tarn.core.tenant.StorageName;
import dev.tarn.core.tenant.Tenant;
import dev.tarn.core.tenant.TenantQuotas;
import dev.tarn.core.tenant.TenantRecords;
import dev.tarn.core.tenant.TenantRemoval;
import dev.tarn.rest.merge.MergeView;
import dev.tarn.rest.openapi.Body;
import dev.tarn.rest.request.Fields;
import dev.tarn.rest.request.Headers;
import dev.tarn.rest.request.JsonBody;
import dev.tarn.rest.request.RateLimits;
import dev.tarn.rest.request.ScopeRequest;
import dev.tarn.rest.request.WriteRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The life of tenants. */
@RestController
@RequestMapping("/api/v1/tenants")
@Tag(name = "Tenants and branches")
public final class TenantController {
  private final Catalog catalog;
  private final CatalogTenants tenants;
  private final RateLimits rates;
  private final List<TenantRecords> records;

  public TenantController(
      Catalog catalog, RateLimits rates, ObjectProvider<TenantRecords> records) {
    this.records = records.orderedStream().toList();
    this.catalog = catalog;
    this.rates = rates;
    this.tenants = catalog.tenantOperations();
  }

  @GetMapping
  @Operation(operationId = "listTenants", summary = "List the tenants")
  Page<TenantView> list(ScopeRequest request) throws IOException {
    return new Page<>(
        tenants.list(request.principal()).stream().map(TenantView::of).toList(), null);
  }

  @PostMapping
  @Body("NewTenant")
  @Operation(operationId = "createTenant", summary = "Create a tenant with an empty main branch")
  ResponseEntity<TenantView> create(ScopeRequest request, JsonBody body) throws IOException {
    Fields fields = body.object();
    TenantId name = new TenantId(fields.requiredText("name"));
    NewTenant wanted = wanted(name, fields);
    Tenant tenant = tenants.create(request.principal(), wanted);
    return created(tenant, catalog.head(request.principal(), main(name)));
  }

  private static NewTenant wanted(TenantId name, Fields fields) {
    TenantQuotas quotas = quotas(fields, TenantQuotas.NONE);
    String storage = fields.text("storage");
    fields.end();
    return new NewTenant(name, quotas, storage == null ? null : new StorageName(storage));
  }

  private static Scope main(TenantId tenant) {
    return new Scope(tenant, BranchName.MAIN);
  }

  private static ResponseEntity<TenantView> created(Tenant tenant, CommitId head) {
    return ResponseEntity.status(HttpStatus.CREATED)
        .header(Headers.COMMIT, head.toString())
        .body(TenantView.of(tenant, head));
  }

  /** Returns quotas with those changed that are said; null takes one away. */
  private static TenantQuotas quotas(Fields fields, TenantQuotas known) {
    Fields said = fields.object("quotas");
    TenantQuotas changed =
        new TenantQuotas(
            number(said, "maxAssets", known.maxAssets()),
            number(said, "maxRequestsPerSecond", known.maxRequestsPerSecond()),
            number(said, "maxStorageBytes", known.maxStorageBytes()),
            number(said, "maxTasks", known.maxTasks()));
    said.end();
    return changed;
  }

  private static @Nullable Long number(Fields fields, String name, @Nullable Long known) {
    return fields.has(name) ? fields.number(name) : known;
  }

  @GetMapping("/{name}")
  @Operation(operationId = "tenant", summary = "Look at a tenant")
  TenantView show(ScopeRequest request, @PathVariable("name") String name) throws IOException {
    return TenantView.of(tenants.tenant(request.principal(), new TenantId(name)));
  }

  @GetMapping("/{name}/usage")
  @Operation(operationId = "tenantUsage", summary = "Look at what a tenant takes")
  TenantUsageView usage(ScopeRequest request, @PathVariable("name") String name)
      throws IOException {
    TenantId tenant = new TenantId(name);
    return TenantUsageView.of(
        catalog.quotas().usage(request.principal(), tenant), rates.of(tenant));
  }

  @PatchMapping("/{name}")
  @Body("TenantPatch")
  @Operation(operationId = "limitTenant", summary = "Change a tenant's quotas")
  TenantView limit(ScopeRequest request, @PathVariable("name") String name, JsonBody body)
      throws IOException {
    TenantId tenant = new TenantId(name);
    Fields fields = body.object();
    return TenantView.of(
        tenants.limit(
            request.principal(),
            tenant,
            known -> {
              TenantQuotas changed = quotas(fields, known);
              fields.end();
              return changed;
            }));
  }

  @PostMapping("/{name}/clone")
  @Body("TenantClone")
  @Operation(
      operationId = "cloneTenant",
      summary = "Create a tenant that begins with what another one has",
      description =
          "Nothing is copied, however much there is; from then on the two have nothing to do with"
              + " each other.")
  ResponseEntity<TenantView> cloneTenant(
      ScopeRequest request, @PathVariable("name") String name, JsonBody body) throws IOException {
    Fields fields = body.object();
    TenantId clone = new TenantId(fields.requiredText("name"));
    String at = fields.text("at");
    NewTenant wanted = wanted(clone, fields);
    TenantId source = new TenantId(name);
    CommitId commit =
        tenants.cloneTenant(
            request.principal(),
            source,
            wanted,
            at == null ? new PointInTime.AtTag(BranchName.MAIN) : PointInTime.parse(at));
    records.forEach(record -> record.cloned(source, clone, request.principal()));
    return created(tenants.tenant(request.principal(), clone), commit);
  }

  @PostMapping("/{name}/suspend")
  @Operation(
      operationId = "suspendTenant",
      summary = "Suspend a tenant",
      description =
          "It answers to operators only, at once here and within a second elsewhere; streams"
              + " end.")
  TenantView suspend(ScopeRequest request, @PathVariable("name") String name) throws IOException {
    return TenantView.of(tenants.suspend(request.principal(), new TenantId(name)));
  }

  @PostMapping("/{name}/resume")
  @Operation(operationId = "resumeTenant", summary = "Have a suspended tenant answer again")
  TenantView resume(ScopeRequest request, @PathVariable("name") String name) throws IOException {
    return TenantView.of(tenants.resume(request.principal(), new TenantId(name)));
  }

  @PostMapping("/{name}/restore")
  @Body("TenantRestore")
  @Operation(
      operationId = "restoreTenant",
      summary = "Make a tenant's main branch what it was",
      description =
          "In a new commit: the history keeps what was done since. Types stay. With dryRun nothing"
              + " is changed.")
  ResponseEntity<MergeView> restore(
      WriteRequest request, @PathVariable("name") String name, JsonBody body) throws IOException {
    Fields fields = body.object();
    PointInTime to = PointInTime.parse(fields.requiredText("to"));
    boolean dryRun = fields.flag("dryRun");
    fields.end();
    MergeOutcome outcome =
        tenants.restore(
            new TenantId(name), new RestoreRequest(BranchName.MAIN, to, dryRun, request.context()));
    return ResponseEntity.ok()
        .header(Headers.COMMIT, outcome.commit().toString())
        .body(MergeView.of(outcome));
  }

  @DeleteMapping("/{name}")
  @Operation(
      operationId = "deleteTenant",
      summary = "Delete a suspended tenant",
      description =
          "Its branches and tags, its files but for those that clones read, its indexes, keys and"
              + " audit. confirm repeats the name. What began and did not end goes on when it is"
              + " asked for again.")
  TenantRemovalView delete(
      ScopeRequest request,
      @PathVariable("name") String name,
      @RequestParam(name = "confirm", defaultValue = "") String confirm)
      throws IOException {
    TenantId tenant = new TenantId(name);
    TenantRemoval removal =
        tenants.delete(request.principal(), tenant, confirm, GarbageProgress.NONE);
    records.forEach(record -> record.delete(tenant));
    long left = records.stream().mapToLong(record -> record.count(tenant)).sum();
    return TenantRemovalView.of(
        name, left == 0 ? removal : removal.withRemains(left + " records beside the catalog"));
  }
}
