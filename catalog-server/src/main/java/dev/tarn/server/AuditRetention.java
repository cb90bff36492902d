package dev.tarn.server;

import dev.tarn.core.audit.AuditTrail;
import dev.tarn.core.error.CatalogException;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/** Drops the events of the audit whose time is over. */
final class AuditRetention {
  private static final Logger LOG = LoggerFactory.getLogger(AuditRetention.class);

  private final AuditTrail trail;
  private final Duration retention;
  private final InstantSource clock;

  AuditRetention(AuditTrail trail, Duration retention, InstantSource clock) {
    this.trail = trail;
    this.retention = retention;
    this.clock = clock;
  }

  /** Looks at every chain. */
  @Scheduled(initialDelayString = "PT5M", fixedDelayString = "PT1H")
  void run() {
    for (String chain : trail.chains()) {
      try {
        long dropped = trail.drop(chain, clock.instant().minus(retention));
        if (dropped > 0) {
          LOG.atInfo()
              .setMessage("Events of the audit are dropped, since their time is over")
              .addKeyValue("chain", chain)
              .addKeyValue("events", dropped)
              .log();
        }
      } catch (CatalogException e) {
        LOG.atWarn()
            .setMessage("Old events of the audit could not be dropped; it is tried again")
            .addKeyValue("chain", chain)
            .setCause(e)
            .log();
      }
    }
  }
}
