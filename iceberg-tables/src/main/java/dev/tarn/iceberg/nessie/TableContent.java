package dev.tarn.iceberg.nessie;

import org.jspecify.annotations.Nullable;

/**
 * What Nessie knows of an Iceberg table.
 *
 * @param contentId Nessie's identity of the table; null before its first commit
 * @param snapshotId -1 if the table is empty
 */
public record TableContent(
    @Nullable String contentId,
    String metadataLocation,
    long snapshotId,
    int schemaId,
    int specId,
    int sortOrderId) {}
