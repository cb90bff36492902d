package dev.tarn.rest;

import dev.tarn.core.catalog.Catalog;
import dev.tarn.rest.bulk.BulkController;
import dev.tarn.rest.change.ChangeController;
import dev.tarn.rest.change.ChangeFeed;
import dev.tarn.rest.change.EventStream;
import dev.tarn.rest.ingestion.Importers;
import dev.tarn.rest.ingestion.IngestionController;
import dev.tarn.rest.ingestion.IngestionRuns;
import dev.tarn.rest.ingestion.LineageController;
import dev.tarn.rest.request.PrincipalResolver;
import jakarta.servlet.MultipartConfigElement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** What carries many changes: bulk requests, imports and the feed. */
@Configuration(proxyBeanMethods = false)
class StreamConfiguration {
  @Bean
  ChangeFeed changeFeed(Catalog catalog, RestSettings settings) {
    return new ChangeFeed(catalog, settings.feed().maxFollowers());
  }

  @Bean
  ChangeController changeController(
      ChangeFeed feed, JsonMapper mapper, PrincipalResolver principals, RestSettings settings) {
    return new ChangeController(
        feed,
        new EventStream(mapper, settings.feed().heartbeat()),
        principals,
        settings.feed().maxWait());
  }

  @Bean
  BulkController bulkController(Catalog catalog, JsonMapper mapper, RestSettings settings) {
    return new BulkController(
        catalog,
        mapper,
        settings.streamLimits(),
        settings.workDirectory(),
        settings.bulk().maxUnreadResults().toBytes(),
        settings.bulk().maxStreams());
  }

  @Bean
  Importers importers() {
    return Importers.load();
  }

  @Bean
  IngestionRuns ingestionRuns(Catalog catalog, RestSettings settings) {
    RestSettings.Ingestion ingestion = settings.ingestion();
    return new IngestionRuns(
        catalog,
        settings.streamLimits(),
        new IngestionRuns.Limits(
            ingestion.maxRunning(),
            ingestion.maxQueued(),
            ingestion.maxKeptRuns(),
            ingestion.maxKeptRejections()),
        Clock.systemUTC());
  }

  @Bean
  IngestionController ingestionController(
      Catalog catalog, Importers importers, IngestionRuns runs, RestSettings settings) {
    return new IngestionController(
        catalog, importers, runs, settings.workDirectory(), settings.ingestion().allowedRoots());
  }

  @Bean
  LineageController lineageController(Catalog catalog, Importers importers, IngestionRuns runs) {
    return new LineageController(catalog, importers, runs);
  }

  /** Files go to disk at once, and beside the place from which they are imported. */
  @Bean
  MultipartConfigElement multipartConfigElement(RestSettings settings) throws IOException {
    Path directory = Files.createDirectories(settings.workDirectory().toAbsolutePath());
    long maxBytes = settings.ingestion().maxUploadSize().toBytes();
    return new MultipartConfigElement(directory.toString(), maxBytes, maxBytes, 0);
  }
}
