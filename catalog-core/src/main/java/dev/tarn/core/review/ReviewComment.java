package dev.tarn.core.review;

import dev.tarn.core.scope.Actor;
import java.time.Instant;

/** What someone has to say about a change request. */
public record ReviewComment(Actor author, String text, Instant at) {}
