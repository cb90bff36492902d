/**
 * The log as a chain of hashes. Each group of {@code changes} has a hash over that of the group
 * before it in its branch's log, a salt of its own, and all of its rows: {@link
 * dev.tarn.iceberg.chain.GroupHash}. {@link dev.tarn.iceberg.chain.LogCheck} looks whether what the
 * files hold is what was written.
 *
 * <p>Rows that had to be redacted are no longer what was written. Such a group gets a new salt, and
 * keeps its hash; a {@link dev.tarn.iceberg.chain.RedactionList} names it, and an event of the
 * tenant's audit names the list. With the old salt gone, nobody can find out by trying what the
 * rows had said.
 *
 * <p>Rules: of Iceberg's rows only, and of files of the warehouse; nothing here knows how the log
 * is written.
 */
@NullMarked
package dev.tarn.iceberg.chain;

import org.jspecify.annotations.NullMarked;
