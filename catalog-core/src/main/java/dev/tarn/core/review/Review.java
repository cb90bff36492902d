package dev.tarn.core.review;

import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.CommitId;
import java.time.Instant;

/**
 * What a reviewer said.
 *
 * @param commit of the source, which the reviewer has seen
 * @param text why; may be empty
 */
public record Review(Actor reviewer, Verdict verdict, String text, CommitId commit, Instant at) {}
