package dev.tarn.server;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the audit is kept.
 *
 * @param retention how long an event is kept; the chain holds without it, and says that it is gone
 * @param maxFailedSignIns requests without a good credential that are kept a second; more are
 *     counted in the log, so that nobody fills the database from outside
 * @param tableInterval how often the table {@code tarn.audit} of a tenant gets what is new
 */
@ConfigurationProperties(prefix = "tarn.audit", ignoreUnknownFields = false)
record AuditSettings(
    @DefaultValue("400d") Duration retention,
    @DefaultValue("20") int maxFailedSignIns,
    @DefaultValue("30s") Duration tableInterval) {
  AuditSettings {
    if (!retention.isPositive()) {
      throw new IllegalArgumentException("tarn.audit.retention is positive");
    }
    if (!tableInterval.isPositive()) {
      throw new IllegalArgumentException("tarn.audit.table-interval is positive");
    }
    if (maxFailedSignIns < 1) {
      throw new IllegalArgumentException("tarn.audit.max-failed-sign-ins is positive");
    }
  }
}
