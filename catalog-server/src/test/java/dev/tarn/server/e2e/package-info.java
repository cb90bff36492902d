/**
 * The whole server in a process of its own, over HTTP: what a user gets, two servers on one
 * warehouse, and kills under load.
 */
@NullMarked
package dev.tarn.server.e2e;

import org.jspecify.annotations.NullMarked;
