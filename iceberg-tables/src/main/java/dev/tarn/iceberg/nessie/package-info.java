/**
 * Nessie as the version store: a thin, typed view of its API, and a server of its own.
 *
 * <p>{@link dev.tarn.iceberg.nessie.NessieReferences} is everything that Tarn asks of Nessie:
 * branches, tags, the tables at a hash, and one commit of several tables with three outcomes. It
 * knows no Iceberg metadata and no log. {@link dev.tarn.iceberg.nessie.ReferenceNames} says how a
 * tenant's branches and tags are named there. {@link dev.tarn.iceberg.nessie.NessiePointers} reads
 * the users' tables, views and namespaces, whose names are Nessie's keys as they are; Tarn's own
 * tables are in a namespace that users cannot write.
 *
 * <p>Two habits of Nessie to know: a commit that deletes a key and puts the same key leaves a
 * content that cannot be read, so a name that is dropped and created in one commit keeps its
 * content id and its kind; and a put of a key that exists must have its content id.
 */
@NullMarked
package dev.tarn.iceberg.nessie;

import org.jspecify.annotations.NullMarked;
