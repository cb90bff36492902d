package dev.tarn.server;

import dev.tarn.core.catalog.BranchStatus;
import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.scope.Actor;
import java.io.IOException;
import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Down while the log cannot be read or the index of an open branch does not follow it. */
final class CatalogHealth implements HealthIndicator {
  private static final String INDEX = "index";

  private final Catalog catalog;

  CatalogHealth(Catalog catalog) {
    this.catalog = catalog;
  }

  @Override
  public Health health() {
    List<BranchStatus> branches;
    try {
      branches = catalog.openBranches(Actor.SYSTEM);
    } catch (IOException e) {
      return Health.down(e).build();
    }
    Health.Builder health = Health.up();
    for (BranchStatus branch : branches) {
      for (BranchStatus.StoreStatus store : branch.stores()) {
        if (!store.failure().isEmpty()) {
          if (store.name().equals(INDEX)) {
            health.down();
          }
          health.withDetail(branch.scope() + " " + store.name(), store.failure());
        }
      }
    }
    return health.withDetail("openBranches", branches.size()).build();
  }
}
