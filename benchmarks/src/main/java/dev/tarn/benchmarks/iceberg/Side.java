package dev.tarn.benchmarks.iceberg;

import java.util.List;
import java.util.function.Supplier;

/**
 * A catalog that is measured.
 *
 * @param keepsSnapshots whether a table's metadata keeps its snapshots, so that clients expire
 *     them; Nessie's has only the current one
 * @param processes those that serve it: its own, then those that it started
 */
record Side(
    String name,
    CatalogClient client,
    boolean keepsSnapshots,
    Supplier<List<ProcessHandle>> processes) {}
