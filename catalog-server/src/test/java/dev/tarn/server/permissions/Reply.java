package dev.tarn.server.permissions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a server has answered. */
record Reply(int status, Map<String, List<String>> headers, String body) {
  static final JsonMapper JSON = new JsonMapper();
  private static final String EVENT_DATA = "data:";

  /**
   * When something was answered is no difference, nor whether the connection has had its number of
   * requests, nor how long what the request itself has said is.
   */
  private static final Set<String> VARYING =
      Set.of("date", "connection", "keep-alive", "content-length");

  /** Returns the document; a missing one if the body is none. */
  JsonNode json() {
    try {
      return JSON.readTree(
          body.lines()
              .filter(line -> line.startsWith(EVENT_DATA))
              .findFirst()
              .map(line -> line.substring(EVENT_DATA.length()))
              .orElse(body));
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }

  String header(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of("")).getFirst();
  }

  /** Returns the answer with other words, to compare it with that to a request with those. */
  Reply replaced(String text, String with) {
    Map<String, List<String>> named = new TreeMap<>();
    headers.forEach(
        (name, values) ->
            named.put(name, values.stream().map(value -> value.replace(text, with)).toList()));
    return new Reply(status, named, body.replace(text, with));
  }

  /** Returns the answer without what differs each time. */
  Reply comparable() {
    Map<String, List<String>> kept = new TreeMap<>(headers);
    kept.keySet().removeAll(VARYING);
    return new Reply(status, kept, body);
  }

  /** Returns everything that came back, to look for words in it. */
  String text() {
    return headers + "\n" + body;
  }
}
