/**
 * A branch's tables and its log, on Iceberg and Nessie.
 *
 * <p>{@link dev.tarn.iceberg.log.BranchTables} holds the tables of one branch at its head and
 * commits changes of several of them in one Nessie commit. Everything that writes to a branch goes
 * through it: {@link dev.tarn.iceberg.log.BranchTables#update} takes a {@link
 * dev.tarn.iceberg.log.TableEdit}, which is applied again to fresh metadata when another commit was
 * first.
 *
 * <p>The rule that makes it safe: every commit changes the content of the table {@code changes}. So
 * Nessie's compare-and-set of that one key is a compare-and-set of the branch.
 */
@NullMarked
package dev.tarn.iceberg.log;

import org.jspecify.annotations.NullMarked;
