package dev.tarn.server.permissions;

import java.net.http.HttpClient;
import java.util.Map;

/**
 * What a client shows with its requests.
 *
 * @param http that has its certificate, if it has one
 * @param headers that say who it is
 */
record Shown(HttpClient http, Map<String, String> headers) {
  Shown {
    headers = Map.copyOf(headers);
  }

  static Shown bearer(HttpClient http, String text) {
    return new Shown(http, Map.of("Authorization", "Bearer " + text));
  }
}
