package dev.tarn.core.tenant;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * How much a tenant may take; null for no limit of its own.
 *
 * @param maxAssets live assets of each branch
 * @param maxRequestsPerSecond on each server, on average; for a moment, {@link #BURST_SECONDS}
 *     times as many
 * @param maxStorageBytes of files of its own, without those that it shares with the tenant that it
 *     was cloned from
 * @param maxTasks imports, rebuilds of indexes and collections of garbage at once, on each server
 */
public record TenantQuotas(
    @Nullable Long maxAssets,
    @Nullable Long maxRequestsPerSecond,
    @Nullable Long maxStorageBytes,
    @Nullable Long maxTasks) {
  /** For how many seconds' requests there is room at once. */
  public static final int BURST_SECONDS = 2;

  /** Of a tenant that only the server limits. */
  public static final TenantQuotas NONE = new TenantQuotas(null, null, null, null);

  public TenantQuotas {
    check("maxAssets", maxAssets);
    check("maxRequestsPerSecond", maxRequestsPerSecond);
    check("maxStorageBytes", maxStorageBytes);
    check("maxTasks", maxTasks);
  }

  private static void check(String field, @Nullable Long value) {
    if (value != null && (value < 1 || value > Long.MAX_VALUE / BURST_SECONDS)) {
      throw CatalogException.ofField(
          ErrorCode.NUMBER_OUT_OF_RANGE, field, "a quota is positive, or null for none");
    }
  }
}
