/**
 * Imports of files and of lineage events. Entry types: {@link
 * dev.tarn.rest.ingestion.IngestionRuns}, which runs imports one after the other in the background,
 * and {@link dev.tarn.rest.ingestion.ImportRun}, one import with what it has counted. Formats come
 * from {@link dev.tarn.core.ingest.Importer}s; nothing here knows any.
 */
@NullMarked
package dev.tarn.rest.ingestion;

import org.jspecify.annotations.NullMarked;
