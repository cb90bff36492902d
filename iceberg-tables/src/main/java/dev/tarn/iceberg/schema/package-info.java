/**
 * The tables of a tenant's branch as Iceberg schemas, and the codecs between their rows and the
 * domain. Entry types: {@link dev.tarn.iceberg.schema.CatalogTable}, which describes each table,
 * and the codecs {@link dev.tarn.iceberg.schema.ChangeRows}, {@link
 * dev.tarn.iceberg.schema.AssetRows}, {@link dev.tarn.iceberg.schema.RelationshipRows} and {@link
 * dev.tarn.iceberg.schema.TypeRows}.
 *
 * <p>Field ids are Tarn's own and are never reused: a table keeps them from the day it is created,
 * so that an older table is brought up to date by setting the current schema. A column that is
 * added after the first release is optional, stands at the end, and raises {@link
 * dev.tarn.iceberg.schema.CatalogTable#SCHEMA_VERSION}. Every column has a doc: the tables are read
 * by SQL engines, and the doc is all that their users see.
 *
 * <p>This package opens no file and knows no catalog.
 */
@NullMarked
package dev.tarn.iceberg.schema;

import org.jspecify.annotations.NullMarked;
