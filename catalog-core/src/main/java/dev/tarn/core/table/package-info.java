/**
 * The users' Iceberg tables and views, as the catalog knows them: under a {@link
 * dev.tarn.core.table.TableName} a branch has a {@link dev.tarn.core.table.Pointer}, which says
 * what the name stands for and where its metadata file is. Entry types: {@link
 * dev.tarn.core.table.PointerChange}, which goes with the metadata changes of a {@link
 * dev.tarn.core.change.Submission} into one commit, and {@link
 * dev.tarn.core.table.PointerSnapshot}, the names and pointers of a branch at one commit.
 *
 * <p>A pointer changes in a commit of the log and in no other: what a branch's names stand for is a
 * function of where its log ends. This package knows nothing of Iceberg's files.
 */
@NullMarked
package dev.tarn.core.table;

import org.jspecify.annotations.NullMarked;
