package dev.tarn.core.catalog;

import dev.tarn.core.error.CatalogException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks from time to time for branches and tags that are to go. */
final class ReferenceExpiry implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReferenceExpiry.class);

  private final ScheduledExecutorService scheduler =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("tarn-references").daemon().factory());
  private final CatalogReferences references;

  private ReferenceExpiry(CatalogReferences references) {
    this.references = references;
  }

  static ReferenceExpiry start(CatalogReferences references, Duration interval) {
    ReferenceExpiry expiry = new ReferenceExpiry(references);
    var unused =
        expiry.scheduler.scheduleWithFixedDelay(
            expiry::run, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    return expiry;
  }

  private void run() {
    try {
      references.closeDeleted();
      references.deleteExpired();
    } catch (IOException | CatalogException e) {
      LOG.atWarn()
          .setMessage("Expired branches and tags could not be deleted; it is tried again")
          .setCause(e)
          .log();
    }
  }

  /** Waits for what is under way. */
  @Override
  public void close() {
    scheduler.shutdown();
    try {
      if (!scheduler.awaitTermination(1, TimeUnit.MINUTES)) {
        LOG.atWarn().setMessage("Branches are still being deleted").log();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
