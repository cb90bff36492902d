package dev.tarn.core.audit;

import java.io.IOException;
import java.util.Optional;

/**
 * Keeps, apart from the audit itself, how far a chain had come: whoever cuts off its end has to
 * change both.
 */
public interface AuditAnchors {
  /** Returns what was kept of a chain last; empty if nothing was. */
  Optional<AuditLink> find(String chain) throws IOException;

  /** Keeps a link of a chain in place of an earlier one; does nothing for a tenant that is gone. */
  void keep(String chain, AuditLink link) throws IOException;
}
