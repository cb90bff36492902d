package dev.tarn.server;

import dev.tarn.audit.AccessRecorder;
import dev.tarn.audit.AuditPersons;
import dev.tarn.audit.DatabaseAuditTrail;
import dev.tarn.control.ControlDatabase;
import dev.tarn.control.TenantRows;
import dev.tarn.core.audit.AuditTrail;
import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.policy.AccessObserver;
import dev.tarn.core.privacy.PersonRecords;
import dev.tarn.core.tenant.TenantRecords;
import dev.tarn.signin.web.SignInObserver;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The audit, and what is told to it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AuditSettings.class)
class AuditConfiguration {
  @Bean
  AuditTrail auditTrail(ControlDatabase database, ObjectProvider<Catalog> catalog, Clock clock) {
    return new DatabaseAuditTrail(database, () -> catalog.getObject().audit().anchors(), clock);
  }

  @Bean
  AccessObserver accessRecorder(AuditTrail trail, Clock clock) {
    return new AccessRecorder(trail, clock);
  }

  @Bean
  SignInObserver failedSignIns(AuditTrail trail, AuditSettings settings, Clock clock) {
    return new FailedSignIns(trail, settings.maxFailedSignIns(), clock);
  }

  @Bean
  TenantRecords controlRecords(AuditTrail trail, ControlDatabase database, Clock clock) {
    return new ControlRecords(trail, new TenantRows(database), clock);
  }

  @Bean
  AuditCopies auditCopies(Catalog catalog, AuditTrail trail, AuditSettings settings, Clock clock) {
    return new AuditCopies(catalog, trail, settings.retention(), clock);
  }

  @Bean
  PersonRecords auditPersons(AuditTrail trail, Clock clock) {
    return new AuditPersons(trail, clock);
  }

  @Bean
  AuditRetention auditRetention(AuditTrail trail, AuditSettings settings, Clock clock) {
    return new AuditRetention(trail, settings.retention(), clock);
  }
}
