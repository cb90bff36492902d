package dev.tarn.server.permissions;

import java.util.Map;

/**
 * Something that a server can be asked.
 *
 * @param name as {@link Rules} has it
 * @param method a verb of the protocol
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

  Operation {
    headers = Map.copyOf(headers);
  }
}
