package dev.tarn.server.permissions;

import java.io.IOException;

/** How a server is asked. */
interface Protocol {
  /**
   * Asks.
   *
   * @param shown by who asks
   * @param tenant the one that the request is about
   */
  Reply send(GuardedServer server, Operation operation, Shown shown, String tenant)
      throws IOException, InterruptedException;

  /** Returns the code of an error; empty if it was none. */
  String error(Reply reply);

  /** Returns whether one can sign in with a kind of credential. */
  boolean takes(CredentialKind kind);
}
