/** Tenants over HTTP: what makes, limits, clones, suspends, restores and deletes them. */
@NullMarked
package dev.tarn.rest.tenant;

import org.jspecify.annotations.NullMarked;
