package dev.tarn.rest.branch;

import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.state.Page;
import dev.tarn.rest.openapi.Body;
import dev.tarn.rest.request.Fields;
import dev.tarn.rest.request.Headers;
import dev.tarn.rest.request.JsonBody;
import dev.tarn.rest.request.ScopeRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tenants: list, create. */
@RestController
@RequestMapping("/api/v1/tenants")
@Tag(name = "Tenants and branches")
public final class TenantController {
  private final Catalog catalog;

  public TenantController(Catalog catalog) {
    this.catalog = catalog;
  }

  @GetMapping
  @Operation(operationId = "listTenants", summary = "List the tenants")
  Page<Named> list(ScopeRequest request) throws IOException {
    return new Page<>(catalog.tenants(request.principal()).stream().map(Named::of).toList(), null);
  }

  @PostMapping
  @Body("NewTenant")
  @Operation(operationId = "createTenant", summary = "Create a tenant with an empty main branch")
  ResponseEntity<Named> create(ScopeRequest request, JsonBody body) throws IOException {
    Fields fields = body.object();
    TenantId tenant = new TenantId(fields.requiredText("name"));
    fields.end();
    catalog.createTenant(request.principal(), tenant);
    CommitId head = catalog.head(request.principal(), new Scope(tenant, BranchName.MAIN));
    return ResponseEntity.status(HttpStatus.CREATED)
        .header(Headers.COMMIT, head.toString())
        .body(new Named(tenant.value(), head.toString()));
  }
}
