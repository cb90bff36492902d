package dev.tarn.server.permissions;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The protocol of {@link LineServer}, as the matrix asks in it. */
record LineProtocol(int port) implements Protocol {
  private static final String BEARER = "Bearer ";

  /** Returns an operation for each verb. */
  List<Operation> operations() {
    return Arrays.stream(LineServer.Verb.values())
        .map(
            verb ->
                new Operation(
                    "line " + verb.name().toLowerCase(Locale.ROOT),
                    this,
                    verb.name(),
                    "table:nowhere",
                    Map.of(),
                    ""))
        .toList();
  }

  @Override
  public Reply send(GuardedServer server, Operation operation, Shown shown, String tenant)
      throws IOException {
    String credential =
        shown.headers().getOrDefault("Authorization", BEARER).substring(BEARER.length());
    String request =
        String.join("\t", tenant, credential, operation.method(), operation.path()) + "\n";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      String answer = in.readLine();
      return new Reply(answer.startsWith("ok") ? 200 : 400, Map.of(), answer);
    }
  }

  @Override
  public String error(Reply reply) {
    return reply.status() == 200 ? "" : reply.body().split(" ", 3)[1];
  }

  /** What is a text. */
  @Override
  public boolean takes(CredentialKind kind) {
    return switch (kind) {
      case API_KEY, CLIENT_TOKEN, JWT -> true;
      case SESSION, CERTIFICATE -> false;
    };
  }
}
