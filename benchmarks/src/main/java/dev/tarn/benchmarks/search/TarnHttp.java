package dev.tarn.benchmarks.search;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Questions as requests of Tarn's REST API. */
final class TarnHttp {
  private static final JsonMapper JSON = new JsonMapper();

  private TarnHttp() {}

  static HttpQuestion question(Question question) {
    return switch (question) {
      case Question.Text text -> search(text);
      case Question.Page page -> search(page.text());
      case Question.Prefix(String typed, Question.Prefix.Order order, int limit) ->
          new HttpQuestion(
              "/api/v1/suggest?q="
                  + encoded(typed)
                  + "&limit="
                  + limit
                  + (order == Question.Prefix.Order.POPULARITY ? "&sort=popularity" : ""),
              "");
      case Question.ById(String id) -> new HttpQuestion("/api/v1/assets/" + id, "");
      case Question.ByName(String type, String qualifiedName) ->
          new HttpQuestion(
              "/api/v1/assets/by-name?type="
                  + encoded(type)
                  + "&qualifiedName="
                  + encoded(qualifiedName),
              "");
    };
  }

  private static HttpQuestion search(Question.Text text) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("query", text.words());
    Map<String, List<String>> filters = new LinkedHashMap<>();
    text.filters().forEach((field, value) -> filters.put(field, List.of(value)));
    body.put("filters", filters);
    body.put("facets", text.facets());
    body.put("limit", text.limit());
    try {
      return new HttpQuestion("/api/v1/search", JSON.writeValueAsString(body));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
