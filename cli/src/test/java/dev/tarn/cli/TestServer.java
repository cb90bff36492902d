package dev.tarn.cli;

import java.nio.file.Path;
import java.util.Map;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** A server on a free port of 127.0.0.1, over stores in memory. */
final class TestServer implements AutoCloseable {
  private final ConfigurableApplicationContext context;

  private TestServer(ConfigurableApplicationContext context) {
    this.context = context;
  }

  static TestServer start(Path workDirectory) {
    return new TestServer(
        new SpringApplicationBuilder(TestApplication.class)
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

  void ready(boolean isReady) {
    context.getBean(TestApplication.Health.class).ready(isReady);
  }

  @Override
  public void close() {
    context.close();
  }
}
