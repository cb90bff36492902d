/**
 * The control database: what belongs to the installation and not to a catalog's history, such as
 * keys, sessions and quotas. Entry type: {@link dev.tarn.control.ControlDatabase}.
 *
 * <p>It is an embedded H2 in the data folder of a server that is alone, or a PostgreSQL that the
 * servers of an installation share. The tables are the business of the modules that use them: each
 * brings its own migrations as {@code db/control/V<part>_<n>__<what>.sql} in its resources. Parts
 * are numbered, so that no two modules meet: 1 is sign-in, 2 tenants, 3 the audit. A migration that
 * was released never changes.
 *
 * <p>SQL here is what both databases understand: {@code VARCHAR}, {@code BIGINT}, {@code BOOLEAN},
 * {@code TIMESTAMP WITH TIME ZONE}, {@code BYTEA}; names in lower case; no upserts. Nothing of the
 * catalog itself is kept here.
 */
@NullMarked
package dev.tarn.control;

import org.jspecify.annotations.NullMarked;
