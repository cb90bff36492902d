package dev.tarn.server.permissions;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/** The routes of the Iceberg REST catalog. Each is asked for things that are its own. */
final class IcebergOperations {
  /** What all routes of a warehouse begin with. */
  static final String WAREHOUSE = "/iceberg/v1/{prefix}/";

  static final String TABLE = "t";
  static final String VIEW = "v";

  /** Stands for the namespace in a body. */
  private static final String NAMESPACE = "NAMESPACE";

  private IcebergOperations() {}

  /** Returns the routes. */
  static List<Operation> of(
      Iterable<RequestMappingInfoHandlerMapping> mappings, Map<String, Rule> rules) {
    List<Operation> found = new ArrayList<>();
    int number = 0;
    for (String route : routes(mappings)) {
      String namespace = "n" + number++;
      String method = route.substring(0, route.indexOf(' '));
      String path =
          route
              .substring(method.length() + 1)
              .replace("{prefix}", Operation.TENANT)
              .replace("{namespace}", namespace)
              .replace("{table}", TABLE)
              .replace("{view}", VIEW)
              .replace("{planId}", "p");
      Rule rule = rules.get(route);
      String body =
          rule == null
              ? ""
              : rule.values().getOrDefault(Rule.BODY, "").replace(NAMESPACE, namespace);
      found.add(
          new Operation(
              route,
              HttpProtocol.ICEBERG,
              method,
              path,
              Map.of("Content-Type", "application/json"),
              body));
    }
    return found;
  }

  /** Returns the namespace that a request is about. */
  static String namespaceOf(int number) {
    return "n" + number;
  }

  private static TreeSet<String> routes(Iterable<RequestMappingInfoHandlerMapping> mappings) {
    TreeSet<String> routes = new TreeSet<>();
    for (RequestMappingInfoHandlerMapping mapping : mappings) {
      for (RequestMappingInfo info : mapping.getHandlerMethods().keySet()) {
        for (String pattern : info.getPatternValues()) {
          if (pattern.startsWith(WAREHOUSE)) {
            for (RequestMethod method : info.getMethodsCondition().getMethods()) {
              routes.add(method + " " + pattern);
            }
          }
        }
      }
    }
    return routes;
  }
}
