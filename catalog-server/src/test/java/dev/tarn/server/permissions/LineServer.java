package dev.tarn.server.permissions;

import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.change.AssetLocator;
import dev.tarn.core.change.Atomicity;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.ChangeContext;
import dev.tarn.core.change.ChangeResult;
import dev.tarn.core.change.Submission;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.Origin;
import dev.tarn.core.scope.Principal;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.search.SearchRequest;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.signin.web.BearerCredentials;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.springframework.security.core.AuthenticationException;

/**
 * An example of a protocol that comes later: a request is a line of a tenant, a credential, a verb
 * and its argument, with tabs between them; an answer is a line that begins with {@code ok}, or
 * with {@code error} and its code. It finds out who asks, and asks the catalog in their name;
 * nothing in it knows of permissions.
 */
final class LineServer implements AutoCloseable {
  private final Catalog catalog;
  private final BearerCredentials credentials;
  private final ServerSocket socket;

  /** What it can be asked. */
  enum Verb {
    SEARCH,
    HEAD,
    DELETE
  }

  private LineServer(Catalog catalog, BearerCredentials credentials, ServerSocket socket) {
    this.catalog = catalog;
    this.credentials = credentials;
    this.socket = socket;
  }

  static LineServer start(Catalog catalog, BearerCredentials credentials) throws IOException {
    LineServer server =
        new LineServer(
            catalog, credentials, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    Thread.ofPlatform().name("line-server").daemon().start(server::serve);
    return server;
  }

  int port() {
    return socket.getLocalPort();
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept();
          BufferedReader in =
              new BufferedReader(
                  new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8))) {
        String answer = answer(in.readLine().split("\t", 4), client) + "\n";
        client.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
      } catch (SocketException e) {
        if (!socket.isClosed()) {
          throw new UncheckedIOException(e);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private String answer(String[] request, Socket client) throws IOException {
    try {
      Origin origin = new Origin(client.getInetAddress().getHostAddress(), "one-of-the-matrix");
      Principal principal = credentials.admit(request[1], origin).signedIn();
      Scope scope = new Scope(new TenantId(request[0]), BranchName.MAIN);
      return "ok " + answer(Verb.valueOf(request[2]), request[3], principal, scope);
    } catch (AuthenticationException e) {
      return "error unauthenticated";
    } catch (CatalogException e) {
      return "error " + e.code().code() + " " + e.getMessage();
    }
  }

  private String answer(Verb verb, String argument, Principal principal, Scope scope)
      throws IOException {
    return switch (verb) {
      case SEARCH -> {
        try (StateSnapshot state = catalog.read(principal, scope, null)) {
          yield state
              .search()
              .orElseThrow()
              .search(SearchRequest.of(argument, 10))
              .total()
              .toString();
        }
      }
      case HEAD -> catalog.head(principal, scope).toString();
      case DELETE -> delete(AssetLocator.parse(argument), principal, scope);
    };
  }

  private String delete(AssetLocator asset, Principal principal, Scope scope) throws IOException {
    Submission submission =
        new Submission(
            new ChangeContext(principal, "one-of-the-matrix", "line", null),
            List.of(new Change.DeleteAsset(asset, null)),
            Atomicity.ALL,
            null,
            100);
    try {
      ChangeResult result = catalog.submit(scope, submission).get().results().getFirst();
      if (result instanceof ChangeResult.Rejected rejected) {
        throw new CatalogException(rejected.code(), rejected.message());
      }
      return result.toString();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof CatalogException refused
          ? refused
          : new CatalogException(ErrorCode.INTERNAL_ERROR, "not committed", e);
    } catch (InterruptedException e) {
      throw new CatalogException(ErrorCode.SHUTTING_DOWN, "interrupted", e);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
