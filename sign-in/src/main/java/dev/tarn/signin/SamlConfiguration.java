package dev.tarn.signin;

import dev.tarn.control.ControlDatabase;
import dev.tarn.signin.saml.Logouts;
import dev.tarn.signin.saml.SamlController;
import dev.tarn.signin.saml.SamlLogins;
import dev.tarn.signin.saml.UsedAssertions;
import dev.tarn.signin.session.Sessions;
import dev.tarn.signin.web.RefusedRequests;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The login of browsers at SAML providers. */
@Configuration(proxyBeanMethods = false)
class SamlConfiguration {
  @Bean
  SamlLogins samlLogins(ControlDatabase database, Clock clock, SignInSettings settings) {
    return new SamlLogins(
        settings.saml().entrySet().stream()
            .map(provider -> provider.getValue().provider(provider.getKey()))
            .toList(),
        new UsedAssertions(database, clock),
        new Logouts(database, clock, settings.session().lifetime()),
        clock);
  }

  @Bean
  SamlController samlController(SamlLogins logins, Sessions sessions, RefusedRequests refused) {
    return new SamlController(logins, sessions, refused);
  }
}
