/**
 * Assets, relationships and types over HTTP. Entry types are the controllers; they turn a request
 * into one read of a {@link dev.tarn.rest.request.BranchView} or one {@link
 * dev.tarn.core.change.Change}, and hold no rule of the catalog themselves.
 */
@NullMarked
package dev.tarn.rest.asset;

import org.jspecify.annotations.NullMarked;
