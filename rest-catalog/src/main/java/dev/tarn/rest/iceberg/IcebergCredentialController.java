package dev.tarn.rest.iceberg;

import dev.tarn.rest.table.TarnCatalog;
import io.swagger.v3.oas.annotations.Hidden;
import org.apache.iceberg.rest.responses.ImmutableLoadCredentialsResponse;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Keys to the files of a table. */
@RestController
@Hidden
@RequestMapping(path = "/iceberg/v1/{prefix}", produces = MediaType.APPLICATION_JSON_VALUE)
public final class IcebergCredentialController {
  private final IcebergCalls calls;

  public IcebergCredentialController(IcebergCalls calls) {
    this.calls = calls;
  }

  @GetMapping("/namespaces/{namespace}/tables/{table}/credentials")
  ResponseEntity<byte[]> credentials(IcebergRequest request) {
    TarnCatalog catalog = calls.catalog(request);
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        .body(
            IcebergJson.write(
                ImmutableLoadCredentialsResponse.builder()
                    .addAllCredentials(
                        calls.credentials(request, catalog.metadata(request.identifier())))
                    .build()));
  }
}
