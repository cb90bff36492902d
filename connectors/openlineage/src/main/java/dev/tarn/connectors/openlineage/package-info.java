/**
 * OpenLineage: run, job and dataset events become assets and lineage.
 *
 * <p>Entry type: {@link dev.tarn.connectors.openlineage.OpenLineageImporter}; what OpenLineage's
 * HTTP transport sends is read in the same way as files.
 *
 * <ul>
 *   <li>A data set is named by {@link dev.tarn.connectors.mapping.DatasetName}: the host in its
 *       namespace is no part of the name of a table or topic.
 *   <li>A job is {@code namespace.name}. What runs others (a DAG, an application) is a {@code
 *       pipeline}, what reads and writes is a {@code job} in it.
 *   <li>Table-level lineage goes through the job: input to job to output. Column-level lineage goes
 *       from column to column and names the job.
 *   <li>Of several events on one field, the one with the newest event time counts.
 * </ul>
 *
 * <p>Facets that have no place in the catalog are counted by name: {@code job-facet.x}, {@code
 * run-facet.x}, {@code dataset-facet.x}.
 */
@NullMarked
package dev.tarn.connectors.openlineage;

import org.jspecify.annotations.NullMarked;
