package dev.tarn.server.iceberg;

import dev.tarn.iceberg.io.LocalFileIO;
import dev.tarn.server.ChildJvm;
import dev.tarn.server.TarnServer;
import dev.tarn.testkit.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.rest.auth.OAuth2Properties;

/** A server in a folder, and Iceberg's client of it. */
final class IcebergServer {
  private final ServerProcess server;

  private IcebergServer(ServerProcess server) {
    this.server = server;
  }

  static IcebergServer start(Path folder) throws IOException, InterruptedException {
    return start(folder, Map.of());
  }

  static IcebergServer start(Path folder, Map<String, String> more)
      throws IOException, InterruptedException {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("tarn.catalog.data-folder", folder.resolve("data").toString());
    // Where Iceberg's tests put tables.
    settings.put("tarn.rest.iceberg.allowed-locations", "file:///tmp");
    settings.putAll(more);
    return new IcebergServer(
        ServerProcess.start(
            ChildJvm.command(TarnServer.class), settings, folder.resolve("server.log")));
  }

  URI uri() {
    return server.uri();
  }

  RESTCatalog catalog(String name, Map<String, String> properties) {
    Map<String, String> all = new HashMap<>();
    all.put(CatalogProperties.URI, server.uri().resolve("/iceberg").toString());
    all.put(CatalogProperties.WAREHOUSE_LOCATION, "default");
    all.put(CatalogProperties.FILE_IO_IMPL, LocalFileIO.class.getName());
    all.put(OAuth2Properties.TOKEN, ServerProcess.ADMIN_KEY);
    all.putAll(properties);
    RESTCatalog catalog = new RESTCatalog();
    catalog.initialize(name, all);
    return catalog;
  }

  /** Drops all that a test has left. */
  static void clear(RESTCatalog catalog) {
    catalog.listNamespaces().stream()
        .filter(namespace -> !namespace.equals(Namespace.of("tarn")))
        .forEach(namespace -> drop(catalog, namespace));
  }

  private static void drop(RESTCatalog catalog, Namespace namespace) {
    catalog.listNamespaces(namespace).forEach(child -> drop(catalog, child));
    catalog.listTables(namespace).forEach(table -> catalog.dropTable(table, false));
    catalog.listViews(namespace).forEach(catalog::dropView);
    catalog.dropNamespace(namespace);
  }

  /** Kills the server and its version store. */
  void kill() throws InterruptedException {
    List<ProcessHandle> processes = server.processes();
    processes.subList(1, processes.size()).forEach(ProcessHandle::destroyForcibly);
    server.kill();
  }

  void stop() throws IOException, InterruptedException {
    server.close();
  }
}
