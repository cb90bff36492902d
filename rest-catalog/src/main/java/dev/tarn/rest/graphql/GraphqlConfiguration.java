package dev.tarn.rest.graphql;

import dev.tarn.rest.asset.TypeViews;
import dev.tarn.rest.change.ChangeFeed;
import dev.tarn.rest.request.BranchViews;
import dev.tarn.rest.request.RequestArguments;
import dev.tarn.rest.request.Writes;
import dev.tarn.rest.search.Searches;
import graphql.analysis.MaxQueryComplexityInstrumentation;
import graphql.analysis.MaxQueryDepthInstrumentation;
import graphql.execution.instrumentation.Instrumentation;
import java.time.Duration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.graphql.execution.DataFetcherExceptionResolver;
import org.springframework.graphql.execution.RuntimeWiringConfigurer;
import org.springframework.graphql.execution.SubscriptionExceptionResolver;
import org.springframework.graphql.server.WebGraphQlHandler;
import org.springframework.graphql.server.WebGraphQlInterceptor;
import org.springframework.graphql.server.webmvc.GraphQlSseHandler;

/** GraphQL over the catalog. */
@Configuration(proxyBeanMethods = false)
public class GraphqlConfiguration {
  private static final String PATH = "/graphql";

  /** Of an asynchronous request, as the servlet specification has it. */
  private static final Duration NO_TIMEOUT = Duration.ZERO;

  /**
   * Limits of a request.
   *
   * @param maxDepth how deep selections are nested
   * @param maxComplexity fields, those of a list times its length
   * @param maxBodyBytes the query with its variables
   * @param heartbeat how often a subscription without events says that it lives
   */
  public record Limits(int maxDepth, int maxComplexity, long maxBodyBytes, Duration heartbeat) {}

  @Bean
  RuntimeWiringConfigurer catalogWiring(
      Writes writes, ChangeFeed feed, Searches searches, BatchLoaderRegistry loaders) {
    Loaders.register(loaders);
    return wiring -> {
      wiring.scalar(Scalars.JSON).scalar(Scalars.DATE_TIME).scalar(Scalars.LONG);
      QueryWiring.addTo(wiring);
      AssetWiring.addTo(wiring);
      LineageWiring.addTo(wiring);
      TypeWiring.addTo(wiring);
      new SearchWiring(searches).addTo(wiring);
      new MutationWiring(writes).addTo(wiring);
      new SubscriptionWiring(feed).addTo(wiring);
    };
  }

  @Bean
  WebGraphQlInterceptor requestInterceptor(
      RequestArguments arguments, BranchViews views, TypeViews types) {
    return new RequestInterceptor(arguments, views, types);
  }

  @Bean
  DataFetcherExceptionResolver graphqlErrors() {
    return new GraphqlErrors();
  }

  @Bean
  SubscriptionExceptionResolver subscriptionErrors() {
    return new SubscriptionErrors();
  }

  /** Subscriptions last as long as their clients listen, as event streams of changes do. */
  @Bean
  GraphQlSseHandler graphqlStreams(WebGraphQlHandler handler, Limits limits) {
    return new GraphQlSseHandler(handler, NO_TIMEOUT, limits.heartbeat());
  }

  @Bean
  Instrumentation maxQueryDepth(Limits limits) {
    return new MaxQueryDepthInstrumentation(limits.maxDepth());
  }

  @Bean
  Instrumentation maxQueryComplexity(Limits limits) {
    return new MaxQueryComplexityInstrumentation(limits.maxComplexity(), new Complexity());
  }

  @Bean
  FilterRegistrationBean<BodyLimit> graphqlBodyLimit(Limits limits) {
    FilterRegistrationBean<BodyLimit> registration =
        new FilterRegistrationBean<>(new BodyLimit(limits.maxBodyBytes()));
    registration.addUrlPatterns(PATH);
    return registration;
  }
}
