package dev.tarn.core.merge;

import dev.tarn.core.change.ChangeContext;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.PointInTime;

/**
 * A wish to make a branch what it was.
 *
 * @param at a point of the branch's past
 * @param dryRun whether to say only what would happen
 * @param context who wants it, and why; its source is not taken
 */
public record RestoreRequest(
    BranchName branch, PointInTime at, boolean dryRun, ChangeContext context) {}
