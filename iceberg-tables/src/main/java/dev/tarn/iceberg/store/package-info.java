/**
 * The tenants and branches of a warehouse. Entry type: {@link
 * dev.tarn.iceberg.store.NessieCatalogStore}, opened with {@link
 * dev.tarn.iceberg.store.IcebergSettings}; it starts a Nessie of its own unless it is given one.
 *
 * <p>What a warehouse needs to be whole without Nessie is in the warehouse, synced: each tenant's
 * list of branches and tags, each branch's journal and checkpoint. When Nessie has lost some of it,
 * opening puts it back.
 */
@NullMarked
package dev.tarn.iceberg.store;

import org.jspecify.annotations.NullMarked;
