/** What keeps the storage small, over HTTP: the collection of garbage. */
@NullMarked
package dev.tarn.rest.maintenance;

import org.jspecify.annotations.NullMarked;
