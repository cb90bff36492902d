/**
 * The feed of a branch's changes. Entry type: {@link dev.tarn.rest.change.ChangeFeed}, on which the
 * controller and the subscriptions of GraphQL stand.
 */
@NullMarked
package dev.tarn.rest.change;

import org.jspecify.annotations.NullMarked;
