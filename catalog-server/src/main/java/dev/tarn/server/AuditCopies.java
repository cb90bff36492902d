package dev.tarn.server;

import dev.tarn.audit.AuditCopy;
import dev.tarn.core.audit.AuditEvent;
import dev.tarn.core.audit.AuditLink;
import dev.tarn.core.audit.AuditTable;
import dev.tarn.core.audit.AuditTrail;
import dev.tarn.core.audit.LogEnd;
import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * Brings audit and log together, for the tenants whose main branch is open: the table {@code audit}
 * gets what is new in the audit, and the audit is told how far the log has come.
 */
final class AuditCopies {
  private static final Logger LOG = LoggerFactory.getLogger(AuditCopies.class);

  private final Catalog catalog;
  private final AuditTrail trail;
  private final AuditCopy copy;
  private final Duration retention;
  private final InstantSource clock;
  private final Map<TenantId, AuditLink> told = new ConcurrentHashMap<>();

  /**
   * @param retention of rows of the table, by day
   */
  AuditCopies(Catalog catalog, AuditTrail trail, Duration retention, InstantSource clock) {
    this.catalog = catalog;
    this.trail = trail;
    this.copy = new AuditCopy(trail);
    this.retention = retention;
    this.clock = clock;
  }

  @FunctionalInterface
  private interface Work {
    void run(TenantId tenant, AuditTable table) throws IOException;
  }

  private void each(Work work) {
    catalog
        .audit()
        .tables()
        .forEach(
            (tenant, table) -> {
              try {
                work.run(tenant, table);
              } catch (IOException | CatalogException e) {
                LOG.atWarn()
                    .setMessage("The table of an audit could not be written; it is tried again")
                    .addKeyValue("tenant", tenant)
                    .setCause(e)
                    .log();
              }
            });
  }

  /** Copies what is new. */
  @Scheduled(fixedDelayString = "${tarn.audit.table-interval:30s}")
  void copy() {
    each((tenant, table) -> copy.run(tenant.value(), table));
  }

  /** Takes out what is too old, and tells the audit how far the logs have come. */
  @Scheduled(initialDelayString = "PT5M", fixedDelayString = "PT1H")
  void hourly() {
    each(
        (tenant, table) -> {
          table.expire(clock.instant().minus(retention));
          tellEnd(tenant);
        });
  }

  private void tellEnd(TenantId tenant) throws IOException {
    AuditLink end = catalog.audit().logEnd(new Scope(tenant, BranchName.MAIN)).orElse(null);
    if (end != null && !end.hash().isEmpty() && !end.equals(told.get(tenant))) {
      trail.record(
          tenant.value(),
          AuditEvent.done(
              clock.instant(),
              tenant.value(),
              Actor.SYSTEM,
              LogEnd.ACTION,
              LogEnd.resource(end),
              null));
      told.put(tenant, end);
    }
  }
}
