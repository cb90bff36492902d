/**
 * Iceberg's catalog over the pointers of a branch: {@link dev.tarn.rest.table.TarnCatalog} is what
 * Iceberg's own handlers of requests work on, and {@link dev.tarn.rest.table.TableCommits} commits
 * tables, alone or several together.
 *
 * <p>Rules: a metadata file is written and safe before its pointer is submitted; it is deleted
 * again only when it is certain that no pointer leads to it. Files of a table are never deleted
 * here: other branches, and the past, may need them.
 */
@NullMarked
package dev.tarn.rest.table;

import org.jspecify.annotations.NullMarked;
