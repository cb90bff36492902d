package dev.tarn.core.review;

import dev.tarn.core.scope.Principal;
import dev.tarn.core.scope.Scope;
import java.io.IOException;

/** Says whether a branch may be changed, as its rules have it. Thread safe. */
public interface BranchRules {
  /**
   * Checks that a branch may be written to other than by a merge.
   *
   * @throws dev.tarn.core.error.CatalogException {@code branch-protected}
   */
  void checkWrite(Principal principal, Scope branch) throws IOException;
}
