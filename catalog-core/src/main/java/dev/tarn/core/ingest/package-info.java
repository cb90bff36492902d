/**
 * Importers: formats of the ecosystem turned into changes. Entry type: {@link
 * dev.tarn.core.ingest.Importer}, which a connector module implements and registers with {@link
 * java.util.ServiceLoader}.
 */
@NullMarked
package dev.tarn.core.ingest;

import org.jspecify.annotations.NullMarked;
