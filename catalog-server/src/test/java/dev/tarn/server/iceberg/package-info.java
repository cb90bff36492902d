/**
 * The Iceberg REST catalog of a running server: Iceberg's own tests of catalogs over HTTP, and what
 * the catalog says about the tables that a client has made.
 */
@NullMarked
package dev.tarn.server.iceberg;

import org.jspecify.annotations.NullMarked;
