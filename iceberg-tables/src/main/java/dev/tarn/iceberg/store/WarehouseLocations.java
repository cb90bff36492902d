package dev.tarn.iceberg.store;

import dev.tarn.core.scope.TenantId;
import dev.tarn.core.table.TableLocations;
import dev.tarn.core.table.TableName;
import dev.tarn.iceberg.io.LocalFileIO;
import dev.tarn.iceberg.io.WarehouseLayout;
import java.util.UUID;

/** Places of a tenant's tables in the warehouse. */
record WarehouseLocations(WarehouseLayout layout, TenantId tenant) implements TableLocations {
  @Override
  public String root() {
    return LocalFileIO.location(layout.data(tenant));
  }

  @Override
  public String ofNamespace(TableName namespace) {
    return LocalFileIO.location(layout.data(tenant, namespace));
  }

  @Override
  public String ofNew(TableName name) {
    return LocalFileIO.location(layout.data(tenant, name, UUID.randomUUID()));
  }
}
