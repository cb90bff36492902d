package dev.tarn.server.permissions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tarn.core.catalog.Catalog;
import dev.tarn.signin.web.BearerCredentials;
import dev.tarn.testkit.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.web.FilterChainProxy;

/** Every operation of the server, asked for by everybody: the declared ones get in, nobody else. */
final class PermissionMatrixTest {
  private static final String TENANT = "acme";

  /** Of the same length, and not there. */
  private static final String NO_TENANT = "nope";

  private static final int FAILED = 500;
  private static final String OTHER_TENANT = "beta";
  private static final Map<String, Rule> RULES = Rules.table();

  @TempDir private static Path folder;
  private static GuardedServer server;
  private static LineServer lines;
  private static Credentials credentials;
  private static Shown admin;
  private static final List<Operation> operations = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    credentials = Credentials.prepare(TENANT, OTHER_TENANT, folder);
    server = GuardedServer.start(folder, credentials);
    admin = Shown.bearer(credentials.http(), ServerProcess.ADMIN_KEY);
    for (String tenant : List.of(TENANT, OTHER_TENANT)) {
      operator("POST", "/api/v1/tenants", "{\"name\": \"" + tenant + "\"}");
    }
    credentials.issue(server);
    for (String name : List.of("up", "down")) {
      operator(
          "POST", "/api/v1/assets", "{\"type\": \"table\", \"qualifiedName\": \"" + name + "\"}");
    }
    operator(
        "POST",
        "/api/v1/relationships",
        "{\"type\": \"lineage\", \"source\": \"table:up\", \"target\": \"table:down\"}");
    JsonNode description = operator("GET", "/v3/api-docs", "").json();
    operations.addAll(RestOperations.of(description, RULES));
    operations.addAll(OtherOperations.of(server.mappings(), description, RULES));
    JsonNode schema =
        operator(
                "POST",
                "/graphql",
                JsonNodeFactory.instance
                    .objectNode()
                    .put("query", GraphqlOperations.INTROSPECTION)
                    .toString())
            .json();
    operations.addAll(GraphqlOperations.of(schema.path("data").path("__schema")));
    List<Operation> iceberg = IcebergOperations.of(server.mappings(), RULES);
    for (int i = 0; i < iceberg.size(); i++) {
      makeTables(IcebergOperations.namespaceOf(i));
    }
    operations.addAll(iceberg);
    lines = LineServer.start(server.bean(Catalog.class), server.bean(BearerCredentials.class));
    operations.addAll(new LineProtocol(lines.port()).operations());
    operations.addAll(
        FilterOperations.of(server.bean(FilterChainProxy.class), server.container(), RULES));
  }

  @AfterAll
  static void stop() throws IOException {
    if (lines != null) {
      lines.close();
    }
    if (server != null) {
      server.close();
    }
    if (credentials != null) {
      credentials.close();
    }
  }

  private static Reply operator(String method, String path, String body) throws Exception {
    Operation operation =
        new Operation(
            path,
            HttpProtocol.OTHER,
            method,
            path,
            Map.of("Content-Type", "application/json"),
            body);
    Reply reply = server.send(operation, admin, TENANT);
    assertThat(reply.status()).as("%s %s: %s", method, path, reply).isLessThan(300);
    return reply;
  }

  private static void makeTables(String namespace) throws Exception {
    String warehouse = "/iceberg/v1/" + TENANT + "/namespaces";
    operator("POST", warehouse, Rules.NEW_NAMESPACE.replace("new", namespace));
    operator(
        "POST",
        warehouse + "/" + namespace + "/tables",
        Rules.NEW_TABLE.replace("made", IcebergOperations.TABLE));
    operator(
        "POST",
        warehouse + "/" + namespace + "/views",
        Rules.NEW_VIEW.replace("made", IcebergOperations.VIEW).replace("NAMESPACE", namespace));
  }

  @Test
  void everyOperationIsDeclared() {
    Set<String> found = new TreeSet<>();
    operations.forEach(operation -> found.add(operation.name()));
    assertThat(found).containsExactlyInAnyOrderElementsOf(RULES.keySet());
  }

  @Test
  void whatIcebergClientsAreToldOfIsDeclared() throws Exception {
    Reply config = operator("GET", "/iceberg/v1/config?warehouse=" + TENANT, "");
    Set<String> told = new TreeSet<>();
    config
        .json()
        .path("endpoints")
        .forEach(
            endpoint -> told.add(unnamed(endpoint.asText().replace(" /v1/", " /iceberg/v1/"))));
    Set<String> declared = new TreeSet<>();
    RULES.keySet().forEach(name -> declared.add(unnamed(name)));
    assertThat(declared).containsAll(told);
    assertThat(told).hasSizeGreaterThan(20);
  }

  /** The names of a path's parameters are anybody's choice. */
  private static String unnamed(String route) {
    return route.replaceAll("\\{[^}]*}", "{}");
  }

  /** The same for every kind of credential. */
  @TestFactory
  Stream<DynamicContainer> matrix() {
    return Stream.of(CredentialKind.values())
        .map(
            kind ->
                DynamicContainer.dynamicContainer(
                    kind.name(),
                    operations.stream()
                        .filter(operation -> RULES.containsKey(operation.name()))
                        .filter(operation -> operation.protocol().takes(kind))
                        .map(
                            operation ->
                                DynamicTest.dynamicTest(
                                    operation.name(), () -> check(kind, operation)))));
  }

  private static void check(CredentialKind kind, Operation operation) throws Exception {
    Rule rule = RULES.get(operation.name());
    List<String> wrong = new ArrayList<>();
    for (Who who : Who.values()) {
      if (isToldSo(kind, who, rule)) {
        continue;
      }
      Shown shown = credentials.of(kind, who);
      Reply reply = server.send(operation, shown, TENANT);
      String expected = expected(rule, who);
      String got = outcome(operation, reply);
      boolean fits =
          expected.equals("in")
              ? !Set.of("401", "403").contains(got) && reply.status() < FAILED
              : List.of(expected.split(" or ")).contains(got);
      if (who == Who.STRANGER && rule.audience() == Rule.Audience.TENANT) {
        Reply nowhere = server.send(operation, shown, NO_TENANT).replaced(NO_TENANT, TENANT);
        if (!nowhere.comparable().equals(reply.comparable())) {
          wrong.add("STRANGER: " + reply + " is not " + nowhere);
        }
      }
      if (!fits) {
        wrong.add(who + ": " + expected + " expected: " + reply.status() + " " + reply.body());
      }
    }
    if (operation.name().equals(Rules.SUSPENSION)) {
      operator("POST", "/api/v1/tenants/" + TENANT + "/resume", "");
    } else if (operation.name().equals(Rules.SIGN_OUT) && kind == CredentialKind.SESSION) {
      for (Who who : Who.values()) {
        credentials.renew(who);
      }
    }
    assertThat(wrong).as(operation.toString()).isEmpty();
  }

  /** What has ended and is no key or token any more is told so, whatever it was shown for. */
  private static boolean isToldSo(CredentialKind kind, Who who, Rule rule) {
    return who == Who.EXPIRED
        && rule.audience() == Rule.Audience.EVERYBODY
        && kind != CredentialKind.SESSION
        && kind != CredentialKind.CERTIFICATE;
  }

  @Test
  void whoReadsATableGetsNoKeyToWriteItsFiles() throws Exception {
    String namespace = "keys";
    makeTables(namespace);
    String path =
        "/iceberg/v1/"
            + TENANT
            + "/namespaces/"
            + namespace
            + "/tables/"
            + IcebergOperations.TABLE
            + "/credentials";
    Operation operation = new Operation(path, HttpProtocol.ICEBERG, "GET", path, Map.of(), "");
    for (Who who : List.of(Who.READER, Who.EDITOR)) {
      assertThat(
              server
                  .send(operation, credentials.of(CredentialKind.API_KEY, who), TENANT)
                  .json()
                  .path("storage-credentials")
                  .findValuesAsText(NamedKeys.USE))
          .as(who.toString())
          .isNotEmpty()
          .containsOnly(who == Who.READER ? NamedKeys.READING : NamedKeys.WRITING);
    }
  }

  private static String expected(Rule rule, Who who) {
    if (rule.allows(who)) {
      return "in";
    }
    if (!who.isSignedIn()) {
      return "401";
    }
    if (rule.audience() == Rule.Audience.NOBODY) {
      return "401";
    }
    // What is of no tenant is kept from them, or refused: they know that there is an installation.
    return rule.audience() == Rule.Audience.INSTALLATION
        ? "403 or 404"
        : who == Who.STRANGER ? "404" : "403";
  }

  /** Returns what an answer amounts to, in whatever form. */
  private static String outcome(Operation operation, Reply reply) {
    return switch (operation.protocol().error(reply)) {
      case "unauthenticated", "NotAuthorizedException" -> "401";
      case "permission-denied", "ForbiddenException" -> "403";
      case "tenant-not-found", "NoSuchWarehouseException" -> "404";
      default -> Integer.toString(reply.status());
    };
  }
}
