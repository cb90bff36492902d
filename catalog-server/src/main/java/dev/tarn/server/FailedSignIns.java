package dev.tarn.server;

import dev.tarn.core.audit.AuditDecision;
import dev.tarn.core.audit.AuditEvent;
import dev.tarn.core.audit.AuditTrail;
import dev.tarn.core.error.CatalogException;
import dev.tarn.signin.web.FailedSignIn;
import dev.tarn.signin.web.SignInObserver;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps requests that were not let in, as the audit of what belongs to no tenant: who sends them is
 * not known. Of a flood, so many a second are kept; the rest is counted.
 */
final class FailedSignIns implements SignInObserver {
  private static final Logger LOG = LoggerFactory.getLogger(FailedSignIns.class);
  private static final String ACTION = "sign-in";
  private static final String NOBODY = "anonymous";

  private final AuditTrail trail;
  private final InstantSource clock;
  private final Bucket kept;
  private final LongAdder leftOut = new LongAdder();

  FailedSignIns(AuditTrail trail, int maxPerSecond, InstantSource clock) {
    this.trail = trail;
    this.clock = clock;
    this.kept =
        Bucket.builder()
            .addLimit(
                limit ->
                    limit.capacity(maxPerSecond).refillGreedy(maxPerSecond, Duration.ofSeconds(1)))
            .build();
  }

  @Override
  public void failed(FailedSignIn failure) {
    if (!kept.tryConsume(1)) {
      leftOut.increment();
      return;
    }
    long missing = leftOut.sumThenReset();
    if (missing > 0) {
      LOG.atWarn()
          .setMessage("Requests that were not let in were too many to be kept in the audit")
          .addKeyValue("requests", missing)
          .log();
    }
    try {
      trail.record(AuditTrail.INSTALLATION, event(failure));
    } catch (CatalogException e) {
      // The request is refused anyhow.
      LOG.atError().setMessage("A failed sign-in could not be kept").setCause(e).log();
    }
  }

  private AuditEvent event(FailedSignIn failure) {
    return new AuditEvent(
        clock.instant(),
        AuditTrail.INSTALLATION,
        NOBODY,
        NOBODY,
        null,
        failure.origin().address(),
        failure.origin().requestId(),
        ACTION,
        failure.method() + " " + failure.path(),
        AuditDecision.DENIED,
        failure.reason().name().toLowerCase(Locale.ROOT));
  }
}
