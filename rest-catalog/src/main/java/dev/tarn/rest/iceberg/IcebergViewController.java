package dev.tarn.rest.iceberg;

import dev.tarn.core.table.PointerKind;
import dev.tarn.rest.table.TarnCatalog;
import io.swagger.v3.oas.annotations.Hidden;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.rest.CatalogHandlers;
import org.apache.iceberg.rest.requests.CreateViewRequest;
import org.apache.iceberg.rest.requests.RegisterViewRequest;
import org.apache.iceberg.rest.requests.RenameTableRequest;
import org.apache.iceberg.rest.requests.UpdateTableRequest;
import org.apache.iceberg.rest.responses.LoadViewResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Views: list, create, load, replace, register, rename, drop. */
@RestController
@Hidden
@RequestMapping(path = "/iceberg/v1/{prefix}", produces = MediaType.APPLICATION_JSON_VALUE)
public final class IcebergViewController {
  private static final String VIEWS = "/namespaces/{namespace}/views";
  private static final String VIEW = "/namespaces/{namespace}/views/{view}";

  private final IcebergCalls calls;

  public IcebergViewController(IcebergCalls calls) {
    this.calls = calls;
  }

  @GetMapping(VIEWS)
  byte[] list(
      IcebergRequest request,
      @RequestParam(required = false) @Nullable String pageToken,
      @RequestParam(required = false) @Nullable Integer pageSize) {
    return new IcebergPages(pageToken, pageSize)
        .identifiers(calls.catalog(request), request.namespace(), PointerKind.VIEW);
  }

  @PostMapping(VIEWS)
  byte[] create(IcebergRequest request) {
    CreateViewRequest body = request.body(CreateViewRequest.class);
    TarnCatalog catalog = calls.catalog(request);
    return IcebergJson.write(
        calls.once(
            request,
            () -> CatalogHandlers.createView(catalog, request.namespace(), body),
            () -> current(request, TableIdentifier.of(request.namespace(), body.name()))));
  }

  @GetMapping(VIEW)
  byte[] load(IcebergRequest request) {
    return IcebergJson.write(current(request, request.identifier()));
  }

  @RequestMapping(path = VIEW, method = RequestMethod.HEAD)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void exists(IcebergRequest request) {
    CatalogHandlers.viewExists(calls.catalog(request), request.identifier());
  }

  @PostMapping(VIEW)
  byte[] replace(IcebergRequest request) {
    UpdateTableRequest body = request.body(UpdateTableRequest.class);
    return IcebergJson.write(
        calls.once(
            request,
            () -> CatalogHandlers.updateView(calls.catalog(request), request.identifier(), body),
            () -> current(request, request.identifier())));
  }

  @DeleteMapping(VIEW)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void drop(IcebergRequest request) {
    calls.once(
        request, () -> CatalogHandlers.dropView(calls.catalog(request), request.identifier()));
  }

  @PostMapping("/namespaces/{namespace}/register-view")
  byte[] register(IcebergRequest request) {
    RegisterViewRequest body = request.body(RegisterViewRequest.class);
    TarnCatalog catalog = calls.catalog(request);
    return IcebergJson.write(
        calls.once(
            request,
            () -> CatalogHandlers.registerView(catalog, request.namespace(), body),
            () -> current(request, TableIdentifier.of(request.namespace(), body.name()))));
  }

  @PostMapping("/views/rename")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void rename(IcebergRequest request) {
    RenameTableRequest body = request.body(RenameTableRequest.class);
    calls.once(request, () -> CatalogHandlers.renameView(calls.catalog(request), body));
  }

  private LoadViewResponse current(IcebergRequest request, TableIdentifier identifier) {
    return CatalogHandlers.loadView(calls.catalog(request), identifier);
  }
}
