package dev.tarn.core.privacy;

import dev.tarn.core.scope.TenantId;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * The files of a catalog, read and rewritten for the sake of a person. Tenants that share files, a
 * source and what was cloned from it, are a family: what is done to one of them is done to all.
 */
public interface PersonStore {
  /** Returns a tenant and those that share files with it, sorted. */
  Set<TenantId> family(TenantId tenant) throws IOException;

  /**
   * Finds out what names a person: what the question says, and what every version of their user's
   * asset has, on any branch.
   */
  PersonNames names(Set<TenantId> family, PersonQuery query, PrivacyProgress progress)
      throws IOException;

  /** Reads every file of the catalog's own, and the names of users' tables; writes nothing. */
  PersonReport find(Set<TenantId> family, PersonNames names, PrivacyProgress progress)
      throws IOException;

  /** Returns the replacements of a tenant's family that have begun and not ended. */
  Optional<ErasurePlan> unfinished(TenantId tenant) throws IOException;

  /** Keeps a plan, durably, until it has ended. Replaces what was kept of it. */
  void keep(ErasurePlan plan) throws IOException;

  /**
   * Has no server append to the family's branches any more that has opened them before this epoch.
   * To do it again does nothing.
   */
  void fence(Set<TenantId> family, long epoch) throws IOException;

  /**
   * Replaces the person in every file. Nobody has a branch of the family open. Whatever stops it,
   * each file is as before or as wanted, and to call it again goes on.
   */
  ErasureResult replace(ErasurePlan plan, PrivacyProgress progress) throws IOException;

  /** Forgets a plan that has come to its end: nothing then says any more who was replaced. */
  void forget(ErasurePlan plan) throws IOException;
}
