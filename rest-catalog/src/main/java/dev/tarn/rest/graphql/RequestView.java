package dev.tarn.rest.graphql;

import dev.tarn.core.scope.CommitId;
import dev.tarn.core.type.TypeRegistry;
import dev.tarn.rest.asset.TypeViews;
import dev.tarn.rest.request.Admission;
import dev.tarn.rest.request.BranchView;
import dev.tarn.rest.request.BranchViews;
import dev.tarn.rest.request.ReadRequest;
import dev.tarn.rest.request.ScopeRequest;
import dev.tarn.rest.request.WriteRequest;
import graphql.GraphQLContext;
import java.io.IOException;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What one GraphQL request reads from, opened when something is read. */
final class RequestView implements AutoCloseable {
  private final BranchViews views;
  private final TypeViews typeViews;
  private final Admission admission;
  private final Supplier<WriteRequest> write;
  private ReadRequest read;
  private @Nullable BranchView view;
  private @Nullable TypeRegistry types;
  private @Nullable CommitId commit;

  /**
   * @param write reads what the request says of writes; for a request that does
   */
  RequestView(
      BranchViews views,
      TypeViews typeViews,
      ReadRequest read,
      Admission admission,
      Supplier<WriteRequest> write) {
    this.admission = admission;
    this.views = views;
    this.typeViews = typeViews;
    this.read = read;
    this.write = write;
  }

  static RequestView of(GraphQLContext context) {
    return Objects.requireNonNull(context.get(RequestView.class));
  }

  ScopeRequest scope() {
    return new ScopeRequest(read.principal(), read.scope(), read.requestId());
  }

  /** Returns what tells whether the credential of the request lasts. */
  Admission admission() {
    return admission;
  }

  WriteRequest write() {
    return write.get();
  }

  /** Returns the one view of the request. */
  synchronized BranchView view() throws IOException {
    if (view == null) {
      view = views.open(read);
      commit = view.commit();
    }
    return view;
  }

  synchronized TypeRegistry types() throws IOException {
    if (types == null) {
      types = typeViews.of(read, view());
    }
    return types;
  }

  /** Returns the commit that the answer is of; null if nothing was read or written. */
  synchronized @Nullable CommitId commit() {
    return commit;
  }

  /** Reads on at a commit that the request itself has made. */
  synchronized void advance(CommitId made) {
    close();
    types = null;
    commit = made;
    read = new ReadRequest(read.principal(), read.scope(), read.requestId(), null, made);
  }

  @Override
  public synchronized void close() {
    if (view != null) {
      view.close();
      view = null;
    }
  }
}
