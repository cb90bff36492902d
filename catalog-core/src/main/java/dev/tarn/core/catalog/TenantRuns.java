package dev.tarn.core.catalog;

import dev.tarn.core.scope.TenantId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The runs of each tenant, of one kind. Thread safe. */
final class TenantRuns<R extends BackgroundRun> implements AutoCloseable {
  private final BackgroundRuns.Kind kind;

  // Guarded by this.
  private final Map<TenantId, BackgroundRuns<R>> tenants = new HashMap<>();
  private boolean closed;

  TenantRuns(BackgroundRuns.Kind kind) {
    this.kind = kind;
  }

  synchronized BackgroundRuns<R> of(TenantId tenant) {
    BackgroundRuns<R> known =
        tenants.computeIfAbsent(tenant, any -> new BackgroundRuns<>(kind, tenant));
    if (closed) {
      known.close();
    }
    return known;
  }

  /** Ends what is under way, and waits for it; nothing begins any more. */
  @Override
  public void close() {
    List<BackgroundRuns<R>> all;
    synchronized (this) {
      closed = true;
      all = List.copyOf(tenants.values());
    }
    all.forEach(BackgroundRuns::close);
  }
}
