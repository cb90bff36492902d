/**
 * Crash tests: child JVMs write to real stores and are killed between write steps; then everything
 * that was acknowledged must be there, once, and log, index, state tables and history must agree.
 */
@NullMarked
package dev.tarn.server.crash;

import org.jspecify.annotations.NullMarked;
