package dev.tarn.rest.request;

import dev.tarn.core.catalog.CatalogQuotas;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.scope.Principal;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.tenant.TenantQuotas;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts the requests of tenants, and refuses those that are too many for a tenant's quota. Whoever
 * belongs to a tenant takes from that one's, whatever they ask for. Thread safe.
 */
public final class RateLimits {
  private final CatalogQuotas quotas;
  private final Map<TenantId, Counted> tenants = new ConcurrentHashMap<>();

  public RateLimits(CatalogQuotas quotas) {
    this.quotas = quotas;
  }

  /**
   * Requests of a tenant since the server's start.
   *
   * @param answered those that were let pass
   * @param refused those that were too many
   */
  public record Requests(long answered, long refused) {
    static final Requests NONE = new Requests(0, 0);
  }

  private static final class Counted {
    private final LongAdder answered = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private @Nullable Long perSecond;
    private @Nullable Bucket bucket;

    /**
     * Returns the bucket for a limit; null if there is none. A new limit begins with a full one.
     */
    private synchronized @Nullable Bucket bucket(@Nullable Long wanted) {
      if (wanted == null) {
        bucket = null;
      } else if (bucket == null || !wanted.equals(perSecond)) {
        long tokens = wanted;
        bucket =
            Bucket.builder()
                .addLimit(
                    limit ->
                        limit
                            .capacity(TenantQuotas.BURST_SECONDS * tokens)
                            .refillGreedy(tokens, Duration.ofSeconds(1)))
                .build();
      }
      perSecond = wanted;
      return bucket;
    }
  }

  /**
   * Counts a request.
   *
   * @param asked the tenant that it is about; one that there is not is not counted
   * @throws CatalogException {@code rate-limited}
   */
  void take(Principal principal, TenantId asked) {
    TenantId tenant = principal.tenant().orElse(asked);
    Optional<TenantQuotas> known = quotas.of(tenant);
    if (known.isEmpty()) {
      tenants.remove(tenant);
      return;
    }
    Counted counted = tenants.computeIfAbsent(tenant, any -> new Counted());
    Bucket bucket = counted.bucket(known.get().maxRequestsPerSecond());
    if (bucket != null && !bucket.tryConsume(1)) {
      counted.refused.increment();
      throw new CatalogException(
          ErrorCode.RATE_LIMITED,
          "the tenant may send " + known.get().maxRequestsPerSecond() + " requests a second here");
    }
    counted.answered.increment();
  }

  /** Returns the requests of a tenant. */
  public Requests of(TenantId tenant) {
    Counted counted = tenants.get(tenant);
    return counted == null
        ? Requests.NONE
        : new Requests(counted.answered.sum(), counted.refused.sum());
  }

  /** Returns the requests of all tenants that have sent any. */
  public Map<TenantId, Requests> all() {
    Map<TenantId, Requests> all = new HashMap<>();
    tenants.keySet().forEach(tenant -> all.put(tenant, of(tenant)));
    return all;
  }
}
