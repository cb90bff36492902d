package dev.tarn.rest.request;

import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.history.HistoryReader;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.state.StateSnapshot;
import java.io.IOException;
import java.util.Optional;

/** Opens the state that a read asks for. */
public final class BranchViews {
  private final Catalog catalog;

  public BranchViews(Catalog catalog) {
    this.catalog = catalog;
  }

  /**
   * Returns the state; the caller closes it.
   *
   * @throws CatalogException {@code commit-not-reached}, {@code commit-not-found}
   */
  public BranchView open(ReadRequest request) throws IOException {
    HistoryReader past = catalog.history(request.principal(), request.scope());
    CommitId minCommit = request.minCommit();
    if (request.at() == null) {
      return new PresentView(catalog.read(request.principal(), request.scope(), minCommit), past);
    }
    CommitId commit = past.resolve(request.at());
    if (minCommit != null && commit.seq() < minCommit.seq()) {
      throw CatalogException.ofField(
          ErrorCode.COMMIT_NOT_REACHED,
          Headers.MIN_COMMIT,
          "'at' names commit " + commit + ", which is before " + minCommit);
    }
    AsOfView.IndexOfPast index =
        new AsOfView.IndexOfPast() {
          @Override
          public Optional<StateSnapshot> atHand() throws IOException {
            return catalog.readAtHand(request.principal(), request.scope(), commit);
          }

          @Override
          public StateSnapshot made() throws IOException {
            return catalog.readAt(request.principal(), request.scope(), commit);
          }
        };
    return AsOfView.open(new PastView(past, commit), index);
  }
}
