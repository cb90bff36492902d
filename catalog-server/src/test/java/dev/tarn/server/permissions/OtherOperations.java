package dev.tarn.server.permissions;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/** What has a handler and is in no description: health, metrics, the description itself, tokens. */
final class OtherOperations {
  private static final String ICEBERG = "/iceberg/";

  /** Where the container goes when nothing else has answered; there is nothing to ask there. */
  private static final String ERROR = "/error";

  private OtherOperations() {}

  /**
   * Returns what is neither described nor a route of a warehouse.
   *
   * @param description of the metadata API
   */
  static List<Operation> of(
      Iterable<RequestMappingInfoHandlerMapping> mappings,
      JsonNode description,
      Map<String, Rule> rules) {
    Set<String> names = new TreeSet<>();
    for (RequestMappingInfoHandlerMapping mapping : mappings) {
      for (RequestMappingInfo info : mapping.getHandlerMethods().keySet()) {
        for (String pattern : info.getPatternValues()) {
          if (!pattern.equals(ERROR)
              && !pattern.startsWith(IcebergOperations.WAREHOUSE)
              && !description.path("paths").has(pattern)) {
            names.add(methods(info) + " " + pattern);
          }
        }
      }
    }
    List<Operation> found = new ArrayList<>();
    names.forEach(name -> found.add(operation(name, rules.get(name))));
    return found;
  }

  private static String methods(RequestMappingInfo info) {
    Set<RequestMethod> methods = info.getMethodsCondition().getMethods();
    return methods.isEmpty()
        ? "ANY"
        : methods.stream().map(RequestMethod::name).sorted().collect(Collectors.joining(","));
  }

  private static Operation operation(String name, @Nullable Rule rule) {
    String methods = name.substring(0, name.indexOf(' '));
    String path = name.substring(methods.length() + 1);
    return new Operation(
        name,
        path.startsWith(ICEBERG) ? HttpProtocol.ICEBERG : HttpProtocol.REST,
        methods.equals("ANY") ? "GET" : methods.split(",", -1)[0],
        path.replace("**", "x").replaceAll("\\{[^}]*}", "x")
            + (rule == null ? "" : rule.values().getOrDefault(Rule.QUERY, "")),
        Map.of("Content-Type", "application/x-www-form-urlencoded"),
        rule == null ? "" : rule.values().getOrDefault(Rule.BODY, ""));
  }
}
