package dev.tarn.server.permissions;

import java.util.Map;

/**
 * Something that a server can be asked.
 *
 * @param name as {@link Rules} has it
 * @param path with its query; the tenant in it is {@link #TENANT}
 * @param headers but those that say who asks and about which tenant
 * @param body empty where there is none
 */
record Operation(
    String name,
    Protocol protocol,
    String method,
    String path,
    Map<String, String> headers,
    String body) {
  /** Stands for the tenant in a path. */
  static final String TENANT = "TENANT";

  /** Stands for a folder that the server reads, in a body. */
  static final String FOLDER = "FOLDER/";

  /** How errors are told. */
  enum Protocol {
    REST,
    GRAPHQL,
    ICEBERG,
    /** What is not for one tenant, and has errors of its own. */
    OTHER;

    /** Returns the code of an error; empty if it was none. */
    String error(Reply reply) {
      return switch (this) {
        case REST -> reply.status() < 400 ? "" : reply.json().path("code").asText();
        case GRAPHQL ->
            reply.status() < 400
                ? reply.json().path("errors").path(0).path("extensions").path("code").asText("")
                : reply.json().path("code").asText();
        case ICEBERG ->
            reply.status() < 400 ? "" : reply.json().path("error").path("type").asText();
        case OTHER -> "";
      };
    }
  }

  Operation {
    headers = Map.copyOf(headers);
  }
}
