/**
 * From changes to a commit. Entry type: {@link dev.tarn.core.commit.Committer}, one per open
 * branch: it gathers what all writers of a moment send, resolves it against the state, and appends
 * it to the log as one group.
 *
 * <p>The state is the index as of its own commit, plus what the log has beyond that, which the
 * committer keeps in memory ({@code StateOverlay}) until the index has it. So a change is always
 * resolved against everything before it, however far the index lags.
 *
 * <p>This package never scans tables.
 */
@NullMarked
package dev.tarn.core.commit;

import org.jspecify.annotations.NullMarked;
