/**
 * The Iceberg REST catalog over HTTP: {@code /iceberg/v1/…}, in the form of Iceberg's REST
 * specification, with Iceberg's own requests, responses, parsers and handlers. Entry types: the
 * controllers, and {@link dev.tarn.rest.iceberg.IcebergRequest}, what they are handed.
 *
 * <p>The prefix of a path says whose tables: {@code acme}, {@code acme@draft} for a branch or tag,
 * {@code acme@draft@<commit>} for a commit of a branch. What changes tables is in {@link
 * dev.tarn.rest.table}.
 */
@NullMarked
package dev.tarn.rest.iceberg;

import org.jspecify.annotations.NullMarked;
