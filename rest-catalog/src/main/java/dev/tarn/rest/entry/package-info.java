/**
 * What the catalog says about the users' Iceberg tables: the changes of assets that go with a
 * commit of a table, view or namespace. Entry types: {@link dev.tarn.rest.entry.TableEntry}, {@link
 * dev.tarn.rest.entry.NamespaceEntry}.
 *
 * <p>A change is a function of the metadata before and after, so whoever commits next needs nothing
 * but metadata. Fields that people fill are touched only where the engine changed them. This
 * package submits nothing.
 */
@NullMarked
package dev.tarn.rest.entry;

import org.jspecify.annotations.NullMarked;
