package dev.tarn.server.permissions;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.security.web.SecurityFilterChain;

/**
 * The filters that may answer a request themselves, before any handler: of the container, and of
 * the security chain. One that is in neither list fails the build.
 */
final class FilterOperations {
  private static final String PREFIX = "filter ";

  /** They look at requests and answers, and refuse some; what they let through goes on. */
  private static final Set<String> PASSING =
      Set.of(
          "AnonymousAuthenticationFilter",
          "AuthorizationFilter",
          "BearerTokenAuthenticationFilter",
          "BodyLimit",
          "CertificateSignIn",
          "CorsFilter",
          "DelegatingFilterProxyRegistrationBean",
          "DisableEncodeUrlFilter",
          "ExceptionTranslationFilter",
          "HeaderWriterFilter",
          "OrderedCharacterEncodingFilter",
          "OrderedFormContentFilter",
          "OrderedRequestContextFilter",
          "RequestIdFilter",
          "SecurityContextHolderAwareRequestFilter",
          "SecurityContextHolderFilter",
          "ServerHttpObservationFilter",
          "SessionCheck",
          "SessionManagementFilter",
          "WebAsyncManagerIntegrationFilter",
          "WsFilter");

  private FilterOperations() {}

  /** Returns a request for each, as its rule says. */
  static List<Operation> of(
      FilterChainProxy security, ServletContext container, Map<String, Rule> rules) {
    Set<String> names = new TreeSet<>();
    for (SecurityFilterChain chain : security.getFilterChains()) {
      for (Filter filter : chain.getFilters()) {
        names.add(simple(filter.getClass().getName()));
      }
    }
    for (FilterRegistration filter : container.getFilterRegistrations().values()) {
      names.add(simple(filter.getClassName()));
    }
    names.removeAll(PASSING);
    List<Operation> found = new ArrayList<>();
    names.forEach(name -> found.add(operation(PREFIX + name, rules.get(PREFIX + name))));
    return found;
  }

  private static String simple(String name) {
    String last = name.substring(name.lastIndexOf('.') + 1);
    int inner = last.indexOf('$');
    return inner < 0 ? last : last.substring(0, inner);
  }

  private static Operation operation(String name, @Nullable Rule rule) {
    Map<String, String> values = rule == null ? Map.of() : rule.values();
    return new Operation(
        name,
        HttpProtocol.OTHER,
        values.getOrDefault(Rule.METHOD, "GET"),
        values.getOrDefault(Rule.PATH, "/"),
        Map.of("Content-Type", "application/x-www-form-urlencoded"),
        "");
  }
}
