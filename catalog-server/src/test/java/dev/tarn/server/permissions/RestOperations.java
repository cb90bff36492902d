package dev.tarn.server.permissions;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** The operations of the metadata API, as the running server describes it. */
final class RestOperations {
  private static final String MULTIPART = "multipart/form-data";
  private static final String BOUNDARY = "boundary";

  private RestOperations() {}

  /**
   * Returns the operations.
   *
   * @param rules say of some what their requests have
   */
  static List<Operation> of(JsonNode description, Map<String, Rule> rules) {
    Samples samples = new Samples(description);
    List<Operation> found = new ArrayList<>();
    description
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        method ->
                            found.addAll(
                                operations(
                                    path.getKey(),
                                    method.getKey().toUpperCase(Locale.ROOT),
                                    method.getValue(),
                                    samples,
                                    rules))));
    return found;
  }

  /** One that takes several media types is several handlers: each has its own name. */
  private static List<Operation> operations(
      String path, String method, JsonNode described, Samples samples, Map<String, Rule> rules) {
    String id = described.path("operationId").asText();
    JsonNode content = described.path("requestBody").path("content");
    if (content.isEmpty()) {
      return List.of(operation(id, path, method, described, "", samples, rules));
    }
    List<Operation> found = new ArrayList<>();
    content
        .fieldNames()
        .forEachRemaining(
            type ->
                found.add(
                    operation(
                        content.size() == 1 ? id : id + " " + type,
                        path,
                        method,
                        described,
                        type,
                        samples,
                        rules)));
    return found;
  }

  private static Operation operation(
      String name,
      String path,
      String method,
      JsonNode described,
      String mediaType,
      Samples samples,
      Map<String, Rule> rules) {
    Rule rule = rules.get(name);
    Map<String, String> given = rule == null ? Map.of() : rule.values();
    String target = path;
    StringJoiner query = new StringJoiner("&");
    for (JsonNode parameter : described.path("parameters")) {
      String of = parameter.path("name").asText();
      String value = given.get(of);
      boolean inPath = parameter.path("in").asText().equals("path");
      if (value == null && (inPath || parameter.path("required").asBoolean())) {
        value = samples.of(of, parameter.path("schema")).asText();
      }
      if (value != null) {
        String encoded = value.equals(Operation.TENANT) ? value : encode(value);
        if (inPath) {
          target = target.replace("{" + of + "}", encoded);
        } else if (parameter.path("in").asText().equals("query")) {
          query.add(of + "=" + encoded);
        }
      }
    }
    Map<String, String> headers = new HashMap<>();
    if (!mediaType.isEmpty()) {
      headers.put(
          "Content-Type",
          mediaType.equals(MULTIPART) ? MULTIPART + "; boundary=" + BOUNDARY : mediaType);
    }
    JsonNode schema = described.path("requestBody").path("content").path(mediaType).path("schema");
    String body =
        given.containsKey(Rule.BODY)
            ? given.get(Rule.BODY)
            : mediaType.equals(MULTIPART)
                ? form(samples.of("", schema))
                : mediaType.isEmpty() ? "" : samples.of("", schema).toString();
    return new Operation(
        name,
        HttpProtocol.REST,
        method,
        target + (query.length() == 0 ? "" : "?" + query),
        headers,
        body);
  }

  private static String form(JsonNode members) {
    StringBuilder form = new StringBuilder();
    members
        .properties()
        .forEach(
            member ->
                form.append("--" + BOUNDARY + "\r\n")
                    .append("Content-Disposition: form-data; name=\"" + member.getKey() + "\"")
                    .append("; filename=\"x.ndjson\"\r\n\r\n{}\r\n"));
    return form.append("--" + BOUNDARY + "--\r\n").toString();
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
