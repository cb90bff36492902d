package dev.tarn.server;

import dev.tarn.control.ControlDatabase;
import dev.tarn.signin.key.AdminKey;
import dev.tarn.signin.key.ApiKeys;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/** The control database, and the key that the first sign-in is with. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ControlDatabaseSettings.class)
class ControlConfiguration {
  @Bean(destroyMethod = "close")
  ControlDatabase controlDatabase(ControlDatabaseSettings control, TarnSettings settings) {
    return ControlDatabase.open(control.settings(settings.dataFolder()));
  }

  /** Before the server says that it is ready. */
  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE)
  ApplicationRunner adminKey(ApiKeys keys, TarnSettings settings, Environment environment) {
    return arguments ->
        AdminKey.ensure(
            keys, environment.getProperty(AdminKey.VARIABLE), settings.dataFolder(), System.out);
  }
}
