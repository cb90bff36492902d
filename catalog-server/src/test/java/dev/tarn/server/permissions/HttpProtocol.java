package dev.tarn.server.permissions;

import java.io.IOException;

/** What is asked over HTTP; they differ in how errors are told. */
enum HttpProtocol implements Protocol {
  REST,
  GRAPHQL,
  ICEBERG,
  /** What is not for one tenant, and has errors of its own. */
  OTHER;

  @Override
  public Reply send(GuardedServer server, Operation operation, Shown shown, String tenant)
      throws IOException, InterruptedException {
    return server.request(operation, shown, tenant);
  }

  @Override
  public String error(Reply reply) {
    return switch (this) {
      case REST -> reply.status() < 400 ? "" : reply.json().path("code").asText();
      case GRAPHQL ->
          reply.status() < 400
              ? reply.json().path("errors").path(0).path("extensions").path("code").asText("")
              : reply.json().path("code").asText();
      case ICEBERG -> reply.status() < 400 ? "" : reply.json().path("error").path("type").asText();
      case OTHER -> "";
    };
  }

  @Override
  public boolean takes(CredentialKind kind) {
    return true;
  }
}
