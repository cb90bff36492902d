package dev.tarn.rest.iceberg;

import dev.tarn.core.catalog.Catalog;
import dev.tarn.rest.request.RequestArguments;
import dev.tarn.rest.table.AllowedLocations;
import dev.tarn.rest.table.MetadataFiles;
import dev.tarn.rest.table.PointerCommits;
import java.time.Duration;
import java.util.List;
import org.apache.iceberg.io.FileIO;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springframework.boot.tomcat.TomcatConnectorCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * The Iceberg REST catalog, for the module's configuration to import. It needs, beside what that
 * one has, beans of {@link FileIO}, which reads and writes metadata files, and of {@link
 * StorageAccess}.
 */
@Configuration(proxyBeanMethods = false)
@Import({
  IcebergConfigController.class,
  IcebergNamespaceController.class,
  IcebergTableController.class,
  IcebergUsageController.class,
  IcebergCredentialController.class,
  IcebergScanController.class,
  IcebergViewController.class,
  IcebergErrors.class
})
public class IcebergConfiguration {
  /**
   * What this needs of the settings.
   *
   * @param locations where tables may be
   * @param timeout after which a commit is answered as unknown
   */
  public record Limits(AllowedLocations locations, Duration timeout) {}

  @Bean
  IcebergCalls icebergCalls(Catalog catalog, FileIO files, Limits limits, StorageAccess access) {
    return new IcebergCalls(
        catalog,
        new MetadataFiles(files),
        limits.locations(),
        new PointerCommits(catalog, limits.timeout()),
        access);
  }

  @Bean
  IcebergArguments icebergArguments(RequestArguments arguments, Catalog catalog) {
    return new IcebergArguments(arguments, catalog.tables());
  }

  @Bean
  WebMvcConfigurer icebergArgumentsConfigurer(IcebergArguments arguments) {
    return new WebMvcConfigurer() {
      @Override
      public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(arguments);
      }
    };
  }

  /** A table's name may have a slash in it: it is left as it comes, for the controllers. */
  @Bean
  TomcatConnectorCustomizer slashesInNames() {
    return connector ->
        connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
  }
}
