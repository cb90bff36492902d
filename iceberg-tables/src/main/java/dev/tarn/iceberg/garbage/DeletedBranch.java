package dev.tarn.iceberg.garbage;

import dev.tarn.core.scope.BranchName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A branch that is no more, but for its files.
 *
 * @param folder the name of its folders in the warehouse; no other branch has it
 * @param head its last commit; null if Nessie had lost it
 * @param from the commit of another branch that it began with
 */
public record DeletedBranch(
    BranchName name, String folder, @Nullable String head, String from, Instant deletedAt) {}
