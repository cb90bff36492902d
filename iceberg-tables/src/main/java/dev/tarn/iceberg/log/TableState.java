package dev.tarn.iceberg.log;

import org.apache.iceberg.TableMetadata;

/**
 * A table at one commit.
 *
 * @param contentId Nessie's identity of the table, across its versions and branches
 * @param metadata as in its metadata file
 */
public record TableState(String contentId, TableMetadata metadata) {}
