package dev.tarn.cli;

import dev.tarn.core.catalog.StateIndexes;
import dev.tarn.lucene.LuceneIndexSettings;
import dev.tarn.lucene.LuceneStateIndexes;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** A server on a free port of 127.0.0.1, over a log in memory. */
final class TestServer implements AutoCloseable {
  private final ConfigurableApplicationContext context;

  private TestServer(ConfigurableApplicationContext context) {
    this.context = context;
  }

  static TestServer start(Path workDirectory) {
    return start(TestApplication.class, workDirectory);
  }

  static TestServer start(Class<?> application, Path workDirectory) {
    StateIndexes indexes =
        new LuceneStateIndexes(workDirectory.resolve("index"), LuceneIndexSettings.defaults());
    return new TestServer(
        new SpringApplicationBuilder(application)
            .initializers(fresh -> fresh.getBeanFactory().registerSingleton("indexes", indexes))
            .properties(
                Map.of(
                    "server.address",
                    "127.0.0.1",
                    "server.port",
                    0,
                    "spring.threads.virtual.enabled",
                    true,
                    "spring.main.banner-mode",
                    "off",
                    "tarn.rest.work-directory",
                    workDirectory.toString()))
            .run());
  }

  String url() {
    return "http://127.0.0.1:"
        + ((ServletWebServerApplicationContext) context).getWebServer().getPort();
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  void ready(boolean isReady) {
    context.getBean(TestApplication.Health.class).ready(isReady);
  }

  @Override
  public void close() {
    context.close();
  }
}
