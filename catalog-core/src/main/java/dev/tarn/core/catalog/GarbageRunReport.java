package dev.tarn.core.catalog;

import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.garbage.GarbageProgress;
import dev.tarn.core.garbage.GarbageReport;
import dev.tarn.core.garbage.GarbageRequest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a collection of garbage is, or went.
 *
 * @param at when this was said
 * @param count of files in this phase so far; of commits while marking
 * @param found what there was; null before the end
 * @param error why it failed
 * @param detail why it failed, in words
 */
public record GarbageRunReport(
    String id,
    GarbageRequest request,
    RunStatus status,
    GarbageProgress.Phase phase,
    Instant at,
    Instant startedAt,
    @Nullable Instant finishedAt,
    long count,
    @Nullable GarbageReport found,
    @Nullable ErrorCode error,
    @Nullable String detail) {}
