/**
 * Nessie as the version store: a thin, typed view of its API, and a server of its own.
 *
 * <p>{@link dev.tarn.iceberg.nessie.NessieReferences} is everything that Tarn asks of Nessie:
 * branches, tags, the tables at a hash, and one commit of several tables with three outcomes. It
 * knows no Iceberg metadata and no log. {@link dev.tarn.iceberg.nessie.ReferenceNames} says how a
 * tenant's branches and tags are named there.
 */
@NullMarked
package dev.tarn.iceberg.nessie;

import org.jspecify.annotations.NullMarked;
