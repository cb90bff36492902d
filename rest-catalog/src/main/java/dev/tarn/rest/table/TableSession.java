package dev.tarn.rest.table;

import dev.tarn.core.change.ChangeContext;
import dev.tarn.core.change.Idempotency;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Principal;
import dev.tarn.core.scope.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Who asks for what of a branch.
 *
 * @param at a commit of the past, which is only read; null for the branch as it is
 * @param idempotency the claim of a write to be done once
 * @param catalogName by which the engine knows this catalog, for the SQL of reports
 */
public record TableSession(
    Scope scope,
    @Nullable CommitId at,
    ChangeContext context,
    @Nullable Idempotency idempotency,
    String catalogName) {
  /** Returns who asks. */
  public Principal principal() {
    return context.principal();
  }

  /**
   * Refuses to go on if nothing may be written.
   *
   * @throws CatalogException {@code read-only-reference}
   */
  void requireWritable() {
    if (at != null) {
      throw new CatalogException(
          ErrorCode.READ_ONLY_REFERENCE, "a tag or a commit of the past is only read");
    }
  }
}
