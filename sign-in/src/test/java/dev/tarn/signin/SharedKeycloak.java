package dev.tarn.signin;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests one Keycloak, which ends with the last of them; each test has a realm of its own. */
public final class SharedKeycloak implements ParameterResolver {
  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == KeycloakProcess.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.create(SharedKeycloak.class))
        .computeIfAbsent(KeycloakProcess.class, key -> start(), KeycloakProcess.class);
  }

  private static KeycloakProcess start() {
    Path home = Path.of(System.getProperty("tarn.keycloak.home"));
    try {
      return KeycloakProcess.start(home.resolveSibling("keycloak.log"));
    } catch (IOException e) {
      throw new ParameterResolutionException("Keycloak does not start", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ParameterResolutionException("Keycloak does not start", e);
    }
  }
}
