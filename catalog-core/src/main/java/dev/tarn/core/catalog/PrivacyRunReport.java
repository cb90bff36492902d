package dev.tarn.core.catalog;

import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.privacy.ErasureReport;
import dev.tarn.core.privacy.PersonReport;
import dev.tarn.core.privacy.PrivacyProgress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a search for a person, or a replacement, is, or went.
 *
 * @param at when this was said
 * @param files read in this phase so far
 * @param found what is held of the person; null before the end
 * @param replaced what a replacement did, and the proof; null before the end
 * @param error why it failed
 * @param detail why it failed, in words
 */
public record PrivacyRunReport(
    String id,
    RunStatus status,
    PrivacyProgress.Phase phase,
    Instant at,
    Instant startedAt,
    @Nullable Instant finishedAt,
    long files,
    @Nullable PersonReport found,
    @Nullable ErasureReport replaced,
    @Nullable ErrorCode error,
    @Nullable String detail) {}
