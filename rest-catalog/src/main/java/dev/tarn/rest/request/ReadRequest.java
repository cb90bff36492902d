package dev.tarn.rest.request;

import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.PointInTime;
import dev.tarn.core.scope.Principal;
import dev.tarn.core.scope.Scope;
import org.jspecify.annotations.Nullable;

/**
 * A request that reads.
 *
 * @param at the point of the branch's history to answer from; null: the present
 * @param minCommit the answer must not be older
 */
public record ReadRequest(
    Principal principal,
    Scope scope,
    String requestId,
    @Nullable PointInTime at,
    @Nullable CommitId minCommit) {}
