/**
 * DataHub: files of metadata change proposals (one aspect of one entity each) and of metadata
 * change events (several aspects of one entity each). Entry type: {@link
 * dev.tarn.connectors.datahub.DataHubImporter}.
 *
 * <ul>
 *   <li>A URN becomes the type and name that other sources use: a data set is named by {@link
 *       dev.tarn.connectors.mapping.DatasetName}, a job by its flow; people, tags, terms, domains
 *       and the like by their key.
 *   <li>A container is the database or schema that the tables in it name; any other is a {@code
 *       container} by its id.
 *   <li>What people edited comes before what was ingested, and that before what was inferred.
 *   <li>Lineage of data sets is direct, or goes through the job where a job reports it; that of
 *       columns is direct and names the job.
 * </ul>
 *
 * <p>Aspects that have no place in the catalog are counted by entity and name, such as {@code
 * dataset.usageFeatures}.
 */
@NullMarked
package dev.tarn.connectors.datahub;

import org.jspecify.annotations.NullMarked;
