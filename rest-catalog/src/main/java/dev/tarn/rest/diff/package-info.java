/** What is different between two points of a tenant, over HTTP. */
@NullMarked
package dev.tarn.rest.diff;

import org.jspecify.annotations.NullMarked;
