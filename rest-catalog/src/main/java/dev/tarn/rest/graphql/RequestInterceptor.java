package dev.tarn.rest.graphql;

import dev.tarn.core.scope.CommitId;
import dev.tarn.rest.asset.TypeViews;
import dev.tarn.rest.request.BranchViews;
import dev.tarn.rest.request.Headers;
import dev.tarn.rest.request.RequestArguments;
import graphql.ExecutionResultImpl;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.graphql.server.WebGraphQlInterceptor;
import org.springframework.graphql.server.WebGraphQlRequest;
import org.springframework.graphql.server.WebGraphQlResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import reactor.core.publisher.Flux;
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
        new RequestView(
            views,
            typeViews,
            arguments.read(http),
            arguments.admission(http),
            () -> arguments.write(http));
    request.configureExecutionInput(
        (input, builder) -> builder.graphQLContext(Map.of(RequestView.class, view)).build());
    return chain
        .next(request)
        .map(response -> isStream(http) ? asEvent(response) : response)
        .doOnNext(
            response -> {
              CommitId commit = view.commit();
              if (commit != null) {
                response.getResponseHeaders().set(Headers.COMMIT, commit.toString());
              }
            })
        .doFinally(signal -> view.close());
  }

  private static boolean isStream(HttpServletRequest request) {
    String accepted = request.getHeader(HttpHeaders.ACCEPT);
    return accepted != null && accepted.contains(MediaType.TEXT_EVENT_STREAM_VALUE);
  }

  /** Why there is no stream is its only event; otherwise that is not told. */
  private static WebGraphQlResponse asEvent(WebGraphQlResponse response) {
    return response.getErrors().isEmpty()
        ? response
        : response.transform(
            changed ->
                changed.data(
                    Flux.just(new ExecutionResultImpl(response.getExecutionResult().getErrors()))));
  }
}
