package dev.tarn.rest;

import dev.tarn.core.catalog.CatalogSettings;
import dev.tarn.core.catalog.StateIndexes;
import dev.tarn.core.commit.CommitObserver;
import dev.tarn.core.log.CatalogStore;
import dev.tarn.core.policy.AdministratorPolicy;
import dev.tarn.core.policy.Policy;
import dev.tarn.core.scope.Actor;
import dev.tarn.testkit.InMemoryCatalogStore;
import dev.tarn.testkit.InMemoryStateIndex;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** A server on a free port of 127.0.0.1, over stores in memory. */
final class TestServer implements AutoCloseable {
  /** Says who asks, where it is not the administrator; what that one may do is the policy's. */
  static final String ACTOR = "Test-Actor";

  private final ConfigurableApplicationContext context;

  private TestServer(ConfigurableApplicationContext context) {
    this.context = context;
  }

  static TestServer start() {
    return start(CatalogSettings.defaults(), InMemoryStateIndex.indexes(), Map.of());
  }

  static TestServer start(
      CatalogSettings settings, StateIndexes indexes, Map<String, Object> properties) {
    return start(
        settings,
        indexes,
        new AdministratorPolicy(Actor.LOCAL_ADMINISTRATOR),
        CommitObserver.NONE,
        properties);
  }

  static TestServer start(
      CatalogSettings settings,
      StateIndexes indexes,
      Policy policy,
      CommitObserver observer,
      Map<String, Object> properties) {
    return start(new InMemoryCatalogStore(), settings, indexes, policy, observer, properties);
  }

  static TestServer start(
      CatalogStore store,
      CatalogSettings settings,
      StateIndexes indexes,
      Policy policy,
      CommitObserver observer,
      Map<String, Object> properties) {
    Map<String, Object> all = new HashMap<>(properties);
    all.put("server.address", "127.0.0.1");
    all.put("server.port", 0);
    all.put("spring.threads.virtual.enabled", true);
    all.put("spring.main.banner-mode", "off");
    return new TestServer(
        new SpringApplicationBuilder(TestApplication.class)
            .initializers(
                fresh -> {
                  fresh.getBeanFactory().registerSingleton("store", store);
                  fresh.getBeanFactory().registerSingleton("catalogSettings", settings);
                  fresh.getBeanFactory().registerSingleton("indexes", indexes);
                  fresh.getBeanFactory().registerSingleton("policy", policy);
                  fresh.getBeanFactory().registerSingleton("observer", observer);
                })
            .properties(all)
            .run());
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  URI uri() {
    int port = ((ServletWebServerApplicationContext) context).getWebServer().getPort();
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Returns a client of the tenant {@code default}. */
  Client client() {
    return new Client(uri(), Map.of());
  }

  /** Returns a client of a tenant that is new. */
  Client newTenant(String name) {
    client().postJson("/api/v1/tenants", "{\"name\": \"" + name + "\"}").expect(201);
    return client().with("Tarn-Tenant", name);
  }

  @Override
  public void close() {
    context.close();
  }
}
