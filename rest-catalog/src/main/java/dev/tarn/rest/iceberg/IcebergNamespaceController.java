package dev.tarn.rest.iceberg;

import dev.tarn.core.state.Page;
import dev.tarn.core.table.PointerKind;
import dev.tarn.core.table.TableName;
import dev.tarn.rest.table.Names;
import dev.tarn.rest.table.TarnCatalog;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.rest.CatalogHandlers;
import org.apache.iceberg.rest.RESTUtil;
import org.apache.iceberg.rest.requests.CreateNamespaceRequest;
import org.apache.iceberg.rest.requests.UpdateNamespacePropertiesRequest;
import org.apache.iceberg.rest.responses.CreateNamespaceResponse;
import org.apache.iceberg.rest.responses.ListNamespacesResponse;
import org.apache.iceberg.rest.responses.UpdateNamespacePropertiesResponse;
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

/** Namespaces: list, create, load, change, drop. */
@RestController
@Hidden
@RequestMapping(path = "/iceberg/v1/{prefix}", produces = MediaType.APPLICATION_JSON_VALUE)
public final class IcebergNamespaceController {
  private static final String NAMESPACES = "/namespaces";
  private static final String NAMESPACE = "/namespaces/{namespace}";

  private final IcebergCalls calls;

  public IcebergNamespaceController(IcebergCalls calls) {
    this.calls = calls;
  }

  @GetMapping(NAMESPACES)
  byte[] list(
      IcebergRequest request,
      @RequestParam(required = false) @Nullable String parent,
      @RequestParam(required = false) @Nullable String pageToken,
      @RequestParam(required = false) @Nullable Integer pageSize) {
    Namespace namespace =
        parent == null || parent.isEmpty()
            ? Namespace.empty()
            : RESTUtil.namespaceFromQueryParam(parent);
    Page<TableName> page =
        new IcebergPages(pageToken, pageSize)
            .read(calls.catalog(request), namespace, PointerKind.NAMESPACE);
    return IcebergJson.write(
        ListNamespacesResponse.builder()
            .addAll(page.items().stream().map(Names::namespace).toList())
            .nextPageToken(page.next())
            .build());
  }

  @PostMapping(NAMESPACES)
  byte[] create(IcebergRequest request) {
    CreateNamespaceRequest body = request.body(CreateNamespaceRequest.class);
    TarnCatalog catalog = calls.catalog(request);
    return IcebergJson.write(
        calls.once(
            request,
            () -> CatalogHandlers.createNamespace(catalog, body),
            () ->
                CreateNamespaceResponse.builder()
                    .withNamespace(body.namespace())
                    .setProperties(calls.catalog(request).loadNamespaceMetadata(body.namespace()))
                    .build()));
  }

  @GetMapping(NAMESPACE)
  byte[] load(IcebergRequest request) {
    return IcebergJson.write(
        CatalogHandlers.loadNamespace(calls.catalog(request), request.namespace()));
  }

  @RequestMapping(path = NAMESPACE, method = RequestMethod.HEAD)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void exists(IcebergRequest request) {
    CatalogHandlers.namespaceExists(calls.catalog(request), request.namespace());
  }

  @DeleteMapping(NAMESPACE)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void drop(IcebergRequest request) {
    calls.once(
        request, () -> CatalogHandlers.dropNamespace(calls.catalog(request), request.namespace()));
  }

  @PostMapping(NAMESPACE + "/properties")
  byte[] update(IcebergRequest request) {
    UpdateNamespacePropertiesRequest body = request.body(UpdateNamespacePropertiesRequest.class);
    TarnCatalog catalog = calls.catalog(request);
    Set<String> missing = new LinkedHashSet<>(body.removals());
    missing.removeAll(catalog.loadNamespaceMetadata(request.namespace()).keySet());
    Set<String> removed = new LinkedHashSet<>(body.removals());
    removed.removeAll(missing);
    calls.once(
        request, () -> catalog.updateProperties(request.namespace(), body.updates(), removed));
    return IcebergJson.write(
        UpdateNamespacePropertiesResponse.builder()
            .addMissing(missing)
            .addUpdated(body.updates().keySet())
            .addRemoved(removed)
            .build());
  }
}
