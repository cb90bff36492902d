package dev.tarn.rest;

import dev.tarn.core.catalog.Catalog;
import dev.tarn.rest.access.AccessController;
import dev.tarn.rest.answer.EntityModule;
import dev.tarn.rest.asset.AssetController;
import dev.tarn.rest.asset.AssetHistoryController;
import dev.tarn.rest.asset.RelationshipController;
import dev.tarn.rest.asset.TypeController;
import dev.tarn.rest.asset.TypeViews;
import dev.tarn.rest.audit.AuditController;
import dev.tarn.rest.branch.BranchController;
import dev.tarn.rest.branch.StatusController;
import dev.tarn.rest.diff.DiffController;
import dev.tarn.rest.graphql.GraphqlConfiguration;
import dev.tarn.rest.iceberg.IcebergConfiguration;
import dev.tarn.rest.index.IndexController;
import dev.tarn.rest.lineage.LineageQueryController;
import dev.tarn.rest.maintenance.MaintenanceController;
import dev.tarn.rest.merge.MergeController;
import dev.tarn.rest.openapi.OpenApiConfiguration;
import dev.tarn.rest.privacy.PrivacyController;
import dev.tarn.rest.request.BodyBudget;
import dev.tarn.rest.request.BranchViews;
import dev.tarn.rest.request.KnownParameters;
import dev.tarn.rest.request.PrincipalResolver;
import dev.tarn.rest.request.ProblemAdvice;
import dev.tarn.rest.request.RateLimits;
import dev.tarn.rest.request.RequestArguments;
import dev.tarn.rest.request.RequestIdFilter;
import dev.tarn.rest.request.Writes;
import dev.tarn.rest.review.ChangeRequestController;
import dev.tarn.rest.search.SearchController;
import dev.tarn.rest.search.SearchObserver;
import dev.tarn.rest.search.Searches;
import dev.tarn.rest.table.AllowedLocations;
import dev.tarn.rest.tenant.TenantController;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/**
 * The metadata API, for an application to import. It needs beans of {@link Catalog}, {@link
 * PrincipalResolver}, {@link dev.tarn.core.audit.AuditTrail} and Iceberg's {@code FileIO}, and a
 * server that runs requests on virtual threads: handlers block.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RestSettings.class)
@Import({
  AccessController.class,
  AssetController.class,
  AssetHistoryController.class,
  RelationshipController.class,
  TypeController.class,
  TenantController.class,
  AuditController.class,
  BranchController.class,
  DiffController.class,
  MergeController.class,
  ChangeRequestController.class,
  StatusController.class,
  IndexController.class,
  MaintenanceController.class,
  PrivacyController.class,
  SearchController.class,
  LineageQueryController.class,
  ProblemAdvice.class,
  StreamConfiguration.class,
  GraphqlConfiguration.class,
  IcebergConfiguration.class,
  OpenApiConfiguration.class
})
public class RestConfiguration {
  @Bean
  EntityModule entityModule() {
    return new EntityModule();
  }

  @Bean
  BranchViews branchViews(Catalog catalog) {
    return new BranchViews(catalog);
  }

  @Bean
  TypeViews typeViews(Catalog catalog, BranchViews views) {
    return new TypeViews(catalog, views);
  }

  /** Searches are told to the application's observer, where it has one. */
  @Bean
  Searches searches(ObjectProvider<SearchObserver> observer) {
    return new Searches(observer.getIfAvailable(() -> SearchObserver.NONE));
  }

  @Bean
  Refusals refusals(JsonMapper mapper) {
    return new Refusals(mapper);
  }

  @Bean
  Writes writes(Catalog catalog, RestSettings settings) {
    return new Writes(catalog, settings.writeTimeout());
  }

  @Bean
  RateLimits rateLimits(Catalog catalog) {
    return new RateLimits(catalog.quotas());
  }

  @Bean
  BodyBudget bodyBudget(RestSettings settings) {
    return new BodyBudget(settings.maxBodiesSize().toBytes());
  }

  @Bean
  RequestArguments requestArguments(
      PrincipalResolver principals, RateLimits rates, BodyBudget budget, RestSettings settings) {
    return new RequestArguments(principals, rates, settings.maxBodySize().toBytes(), budget);
  }

  @Bean
  GraphqlConfiguration.Limits graphqlLimits(RestSettings settings) {
    return new GraphqlConfiguration.Limits(
        settings.graphql().maxDepth(),
        settings.graphql().maxComplexity(),
        settings.maxBodySize().toBytes(),
        settings.feed().heartbeat());
  }

  @Bean
  IcebergConfiguration.Limits icebergLimits(RestSettings settings) {
    return new IcebergConfiguration.Limits(
        new AllowedLocations(settings.iceberg().allowedLocations()), settings.writeTimeout());
  }

  @Bean
  FilterRegistrationBean<RequestIdFilter> requestIdFilter() {
    FilterRegistrationBean<RequestIdFilter> registration =
        new FilterRegistrationBean<>(new RequestIdFilter());
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return registration;
  }

  @Bean
  WebMvcConfigurer requestArgumentsConfigurer(RequestArguments arguments, BodyBudget budget) {
    return new WebMvcConfigurer() {
      @Override
      public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(arguments);
      }

      @Override
      public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(budget);
        registry.addInterceptor(new KnownParameters());
      }
    };
  }
}
