/**
 * The reports of the namespace {@code tarn}: Iceberg views over the catalog's own tables, one
 * SELECT for what is often asked. They are not stored: each server has those of its version, in
 * every branch, tag and commit. {@link dev.tarn.rest.report.Reports} lists them, {@link
 * dev.tarn.rest.report.Report} is one, {@link dev.tarn.rest.report.Dialect} is what engines write
 * differently.
 */
@NullMarked
package dev.tarn.rest.report;

import org.jspecify.annotations.NullMarked;
