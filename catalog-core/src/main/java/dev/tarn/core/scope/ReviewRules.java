package dev.tarn.core.scope;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import java.util.List;

/**
 * What a branch asks for before it is changed.
 *
 * @param requiredApprovals of a change request, before it is merged; 0 to {@link #MAX_APPROVALS}
 * @param requiredChecks names of checks that a merge passes; at most {@link #MAX_CHECKS}
 * @param requiresChangeRequest whether the branch is changed by merging change requests only, so
 *     that writes, imports and commits of tables are refused
 */
public record ReviewRules(
    int requiredApprovals, List<String> requiredChecks, boolean requiresChangeRequest) {
  public static final int MAX_APPROVALS = 10;
  public static final int MAX_CHECKS = 20;

  /** Of a branch that asks for nothing. */
  public static final ReviewRules NONE = new ReviewRules(0, List.of(), false);

  public ReviewRules {
    requiredChecks = List.copyOf(requiredChecks);
    if (requiredApprovals < 0 || requiredApprovals > MAX_APPROVALS) {
      throw CatalogException.ofField(
          ErrorCode.NUMBER_OUT_OF_RANGE,
          "requiredApprovals",
          "a branch requires 0 to " + MAX_APPROVALS + " approvals");
    }
    if (requiredChecks.size() > MAX_CHECKS) {
      throw CatalogException.ofField(
          ErrorCode.VALUE_TOO_LARGE,
          "requiredChecks",
          "a branch requires at most " + MAX_CHECKS + " checks");
    }
  }

  /** Returns whether what is merged needs a change request. */
  public boolean needsChangeRequest() {
    return requiresChangeRequest || requiredApprovals > 0;
  }

  /** Returns the same with another number of approvals. */
  public ReviewRules withApprovals(int changed) {
    return new ReviewRules(changed, requiredChecks, requiresChangeRequest);
  }

  /** Returns the same with other checks. */
  public ReviewRules withChecks(List<String> changed) {
    return new ReviewRules(requiredApprovals, changed, requiresChangeRequest);
  }

  /** Returns the same, changed by change requests only or not. */
  public ReviewRules withChangeRequests(boolean changed) {
    return new ReviewRules(requiredApprovals, requiredChecks, changed);
  }
}
