/**
 * What the tests of every module share: contracts of the SPIs, stores in memory, stores that fail
 * on purpose, and seeded generators.
 *
 * <p>An implementation's contract test extends the abstract one, such as {@link
 * dev.tarn.testkit.ChangeLogContract}, and says how to open a store. The stores in memory are the
 * simplest that keep the contracts; they are models for tests, never part of a server.
 */
@NullMarked
package dev.tarn.testkit;

import org.jspecify.annotations.NullMarked;
