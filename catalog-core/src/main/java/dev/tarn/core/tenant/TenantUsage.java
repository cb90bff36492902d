package dev.tarn.core.tenant;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a tenant takes.
 *
 * @param assets live assets of its main branch
 * @param storageBytes of files of its own, when they were last counted; null if they were not yet
 * @param storageCountedAt when that was
 * @param runningTasks imports, rebuilds of indexes and collections of garbage in this process
 */
public record TenantUsage(
    long assets,
    @Nullable Long storageBytes,
    @Nullable Instant storageCountedAt,
    int runningTasks) {}
