package dev.tarn.server;

import dev.tarn.rest.RestConfiguration;
import dev.tarn.signin.SignInConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The server's main class. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({
  RestConfiguration.class,
  SignInConfiguration.class,
  ControlConfiguration.class,
  AuditConfiguration.class,
  TransportCheck.class,
  CatalogConfiguration.class,
  EmbeddingConfiguration.class,
  StorageConfiguration.class,
  MetricsConfiguration.class
})
public class TarnServer {
  /** Starts the server; {@code --tarn.data-folder=DIR} says where it keeps everything. */
  public static void main(String[] args) {
    SpringApplication.run(TarnServer.class, args);
  }
}
