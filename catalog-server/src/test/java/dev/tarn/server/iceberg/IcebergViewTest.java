package dev.tarn.server.iceberg;

import java.nio.file.Path;
import java.util.Map;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.view.ViewCatalogTests;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * Iceberg's tests of views, with Iceberg's client over HTTP. One of them skips itself: it is about
 * an empty namespace.
 */
final class IcebergViewTest extends ViewCatalogTests<RESTCatalog> {
  /** What some of the tests take for granted of a catalog. */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "view-default.key1", "catalog-default-key1",
          "view-default.key2", "catalog-default-key2",
          "view-default.key3", "catalog-default-key3",
          "view-override.key3", "catalog-override-key3",
          "view-override.key4", "catalog-override-key4");

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
    catalog = server.catalog("kit", DEFAULTS);
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
  protected Catalog tableCatalog() {
    return catalog;
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
