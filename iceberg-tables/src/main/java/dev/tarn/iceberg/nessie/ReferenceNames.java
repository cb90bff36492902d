package dev.tarn.iceberg.nessie;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import java.util.Optional;

/**
 * Names of a scope in Nessie. A tenant's branches and tags are {@code <tenant>/<name>}: both parts
 * are legal there as they are, and a tenant has no slash, so that the name reads back in one way.
 */
public final class ReferenceNames {
  private static final char SEPARATOR = '/';

  private ReferenceNames() {}

  /** Returns the name of a branch in Nessie. */
  public static String branch(Scope scope) {
    return name(scope.tenant(), scope.branch());
  }

  /** Returns the name of a branch or tag in Nessie. */
  public static String name(TenantId tenant, BranchName reference) {
    return tenant.value() + SEPARATOR + reference.value();
  }

  /** Returns the scope that a name in Nessie stands for; empty if it is not one of Tarn's. */
  public static Optional<Scope> parse(String reference) {
    int separator = reference.indexOf(SEPARATOR);
    if (separator < 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Scope(
              new TenantId(reference.substring(0, separator)),
              new BranchName(reference.substring(separator + 1))));
    } catch (CatalogException e) {
      // another program's reference in a shared Nessie
      return Optional.empty();
    }
  }
}
