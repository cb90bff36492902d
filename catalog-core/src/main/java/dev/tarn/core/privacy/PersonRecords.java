package dev.tarn.core.privacy;

import dev.tarn.core.audit.ListedRedaction;
import dev.tarn.core.scope.Principal;
import dev.tarn.core.scope.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is kept of persons beside the catalog, such as keys and the audit. */
public interface PersonRecords {
  /** Returns what names the person. */
  List<Finding> find(Set<TenantId> family, NameReplacer names);

  /**
   * Takes away what the person signs in with, and replaces them in all else. To do it again does
   * nothing.
   *
   * @param redactions of the tenants' logs
   * @param by who has it done
   */
  void replace(
      Set<TenantId> family,
      NameReplacer names,
      Map<TenantId, ListedRedaction> redactions,
      Principal by);
}
