package dev.tarn.rest.graphql;

import dev.tarn.core.scope.CommitId;
import dev.tarn.rest.asset.TypeViews;
import dev.tarn.rest.request.BranchViews;
import dev.tarn.rest.request.Headers;
import dev.tarn.rest.request.RequestArguments;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.graphql.server.WebGraphQlInterceptor;
import org.springframework.graphql.server.WebGraphQlRequest;
import org.springframework.graphql.server.WebGraphQlResponse;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import reactor.core.publisher.Mono;

/** Gives a GraphQL request its view, and its answer the commit. */
final class RequestInterceptor implements WebGraphQlInterceptor {
  private final RequestArguments arguments;
  private final BranchViews views;
  private final TypeViews typeViews;

  RequestInterceptor(RequestArguments arguments, BranchViews views, TypeViews typeViews) {
    this.arguments = arguments;
    this.views = views;
    this.typeViews = typeViews;
  }

  @Override
  public Mono<WebGraphQlResponse> intercept(WebGraphQlRequest request, Chain chain) {
    HttpServletRequest http =
        ((ServletRequestAttributes) RequestContextHolder.currentRequestAttributes()).getRequest();
    RequestView view =
        new RequestView(views, typeViews, arguments.read(http), () -> arguments.write(http));
    request.configureExecutionInput(
        (input, builder) -> builder.graphQLContext(Map.of(RequestView.class, view)).build());
    return chain
        .next(request)
        .doOnNext(
            response -> {
              CommitId commit = view.commit();
              if (commit != null) {
                response.getResponseHeaders().set(Headers.COMMIT, commit.toString());
              }
            })
        .doFinally(signal -> view.close());
  }
}
