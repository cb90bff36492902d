/**
 * The current state of a branch, for point reads and lists. Entry types: {@link
 * dev.tarn.core.state.StateIndex}, a follower of the log that a module implements, and {@link
 * dev.tarn.core.state.StateSnapshot}, a consistent view of it at one commit.
 */
@NullMarked
package dev.tarn.core.state;

import org.jspecify.annotations.NullMarked;
