package dev.tarn.core.audit;

import dev.tarn.core.scope.TenantId;
import java.time.Instant;
import java.util.List;

/**
 * Keeps the audit: a chain for each tenant, and one for what belongs to none. Thread safe; any
 * number of servers write to a chain.
 *
 * <p>Methods throw {@code storage-unavailable} where the store fails.
 */
public interface AuditTrail {
  /** The chain of what belongs to no tenant. No tenant has such a name. */
  String INSTALLATION = "-";

  /**
   * Keeps an event. When this returns, it is durable.
   *
   * @param chain a tenant's name, or {@link #INSTALLATION}
   */
  void record(String chain, AuditEvent event);

  /** Returns entries in the order of their numbers. */
  List<AuditEntry> read(String chain, AuditQuery query);

  /** Looks whether a chain is what was written. */
  AuditVerification verify(String chain);

  /**
   * Drops the entries from before a time; the chain holds without them, and says that they are
   * gone.
   *
   * @return how many
   */
  long drop(String chain, Instant before);

  /** Returns the chains that there are, sorted. */
  List<String> chains();

  /** Deletes the chain of a tenant that is no more. */
  void delete(TenantId tenant);
}
