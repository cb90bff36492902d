package dev.tarn.iceberg.nessie;

import dev.tarn.core.table.Pointer;

/**
 * A pointer in Nessie.
 *
 * @param contentId Nessie's identity of what the name stands for, across its versions and names
 */
public record StoredPointer(String contentId, Pointer pointer) {}
