package dev.tarn.server.iceberg;

import java.nio.file.Path;
import java.util.Map;
import org.apache.iceberg.catalog.CatalogTests;
import org.apache.iceberg.rest.RESTCatalog;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Iceberg's tests of catalogs, with Iceberg's client over HTTP. */
final class IcebergTableTest extends CatalogTests<RESTCatalog> {
  @TempDir static Path folder;
  private static IcebergServer server;

  private RESTCatalog catalog;

  @BeforeAll
  static void start() throws Exception {
    server = IcebergServer.start(folder);
  }

  @AfterAll
  static void stop() throws Exception {
    server.stop();
  }

  @BeforeEach
  void open() {
    catalog = initCatalog("kit", Map.of());
    IcebergServer.clear(catalog);
  }

  @AfterEach
  void close() throws Exception {
    catalog.close();
  }

  @Override
  protected RESTCatalog catalog() {
    return catalog;
  }

  @Override
  protected RESTCatalog initCatalog(String name, Map<String, String> properties) {
    return server.catalog(name, properties);
  }

  @Override
  protected boolean supportsNestedNamespaces() {
    return true;
  }

  @Override
  protected boolean requiresNamespaceCreate() {
    return true;
  }

  @Override
  protected boolean supportsServerSideRetry() {
    return true;
  }
}
