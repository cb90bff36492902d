package dev.tarn.testkit;

import dev.tarn.core.scope.TenantId;
import dev.tarn.core.table.TableLocations;
import dev.tarn.core.table.TableName;
import java.util.UUID;

/** Places of tables that have no files. */
record InMemoryLocations(TenantId tenant) implements TableLocations {
  @Override
  public String root() {
    return "memory:///" + tenant;
  }

  @Override
  public String ofNamespace(TableName namespace) {
    String levels = String.join("/", namespace.levels());
    return root() + "/" + levels.replaceAll("[^A-Za-z0-9/_-]", "_");
  }

  @Override
  public String ofNew(TableName name) {
    return ofNamespace(name) + "-" + UUID.randomUUID();
  }
}
