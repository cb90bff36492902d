/**
 * Imports against a real catalog in memory: {@link dev.tarn.testkit.ingest.ImportedCatalog} runs an
 * importer through the committer, {@link dev.tarn.testkit.ingest.ImportRecord} keeps what an
 * importer handed over.
 */
@NullMarked
package dev.tarn.testkit.ingest;

import org.jspecify.annotations.NullMarked;
