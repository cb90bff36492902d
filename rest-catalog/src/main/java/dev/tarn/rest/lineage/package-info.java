/**
 * Lineage over HTTP. Entry type: {@link dev.tarn.rest.lineage.LineageQueryController}; what it
 * answers is the core's, with the names of assets beside their ids.
 */
@NullMarked
package dev.tarn.rest.lineage;

import org.jspecify.annotations.NullMarked;
