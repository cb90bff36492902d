/**
 * Tarn's own format: one change per line, as {@link dev.tarn.json.ChangeJson} writes it. Entry
 * type: {@link dev.tarn.connectors.ndjson.NdjsonImporter}.
 *
 * <p>Nothing here reorders or completes: a line's references have to be in the catalog, or in a
 * line before it.
 */
@NullMarked
package dev.tarn.connectors.ndjson;

import org.jspecify.annotations.NullMarked;
