package dev.tarn.server.permissions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.core.catalog.BranchStatus;
import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.TenantId;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is another tenant's is answered as what is nowhere: each request is made twice, once by what
 * there is in another tenant, and once by what only another installation has, and the two answers
 * are the same to the byte.
 */
final class CrossTenantProbesTest {
  private static final TenantId OURS = new TenantId("beta");
  private static final TenantId THEIRS = new TenantId("acme");

  /** Of the same length, and not there. */
  private static final String NO_TENANT = "nope";

  @TempDir private static Path folder;
  private static Map<String, String> secrets;
  private static Map<String, String> nowhere;
  private static GuardedServer server;

  @BeforeAll
  static void plant() throws Exception {
    try (GuardedServer elsewhere = GuardedServer.start(folder.resolve("elsewhere"))) {
      tenant(elsewhere, THEIRS);
      nowhere = new Plant(elsewhere, THEIRS.value(), "zokopish").grow();
    }
    GuardedServer planted = GuardedServer.start(folder.resolve("here"));
    try (planted) {
      tenant(planted, THEIRS);
      tenant(planted, OURS);
      secrets = new Plant(planted, THEIRS.value(), "zebrafin").grow();
      furnish(planted);
    }
    assertThat(nowhere.keySet()).isEqualTo(secrets.keySet());
    assertThat(nowhere.values()).doesNotContainAnyElementsOf(secrets.values());
    // Started again, so that only what is asked for is opened.
    server = GuardedServer.start(folder.resolve("here"));
    server.admit(OURS, Who.ADMIN);
  }

  private static void tenant(GuardedServer server, TenantId tenant) throws Exception {
    send(server, "POST", "/api/v1/tenants", "{\"name\": \"" + tenant + "\"}");
  }

  /** What is ours may be seen, and is found by what looks for more. */
  private static void furnish(GuardedServer server) throws Exception {
    for (String name : List.of("up", "down")) {
      send(
          server,
          "POST",
          "/api/v1/assets",
          "{\"type\": \"table\", \"qualifiedName\": \"ours." + name + "\", \"platform\": \"own\"}");
    }
    send(
        server,
        "POST",
        "/api/v1/relationships",
        "{\"type\": \"lineage\", \"source\": \"table:ours.up\", \"target\": \"table:ours.down\"}");
    String namespaces = "/iceberg/v1/" + OURS + "/namespaces";
    send(server, "POST", namespaces, Rules.NEW_NAMESPACE.replace("new", "ours"));
    send(server, "POST", namespaces + "/ours/tables", Rules.NEW_TABLE.replace("made", "t"));
  }

  private static Reply send(GuardedServer server, String method, String path, String body)
      throws Exception {
    Operation operation =
        new Operation(
            path,
            HttpProtocol.OTHER,
            method,
            path,
            Map.of("Content-Type", "application/json"),
            body);
    Reply reply = server.send(operation, Who.OPERATOR, OURS.value());
    assertThat(reply.status()).as("%s %s: %s", method, path, reply).isLessThan(300);
    return reply;
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  /** Nothing of theirs is looked at, so nothing can be told from how long that takes. */
  @AfterEach
  void nothingOfTheirsIsOpen() throws Exception {
    assertThat(server.bean(Catalog.class).openBranches(Actor.SYSTEM))
        .extracting(BranchStatus::scope)
        .noneMatch(scope -> scope.tenant().equals(THEIRS));
  }

  @TestFactory
  Stream<DynamicTest> whatIsTheirsIsNowhere() {
    return Probes.all().stream()
        .map(probe -> DynamicTest.dynamicTest(probe.name(), () -> checkSame(probe)));
  }

  private static void checkSame(Operation probe) throws Exception {
    Reply theirs = ask(probe, secrets, OURS.value());
    if (!used(probe, secrets).isEmpty()) {
      assertThat(theirs.comparable()).isEqualTo(ask(probe, nowhere, OURS.value()).comparable());
    }
    assertKeepsSecrets(theirs);
  }

  @TestFactory
  Stream<DynamicTest> theirTenantIsNone() {
    return Probes.all().stream()
        .filter(probe -> !probe.path().startsWith("/actuator"))
        .map(probe -> DynamicTest.dynamicTest(probe.name(), () -> checkNone(probe)));
  }

  private static void checkNone(Operation probe) throws Exception {
    Reply theirs = ask(probe, secrets, THEIRS.value());
    Reply none = ask(probe, secrets, NO_TENANT).replaced(NO_TENANT, THEIRS.value());
    assertThat(theirs.comparable()).isEqualTo(none.comparable());
    assertKeepsSecrets(theirs);
  }

  /** Asks, and takes out of the answer what the request has said itself. */
  private static Reply ask(Operation probe, Map<String, String> handles, String tenant)
      throws Exception {
    Map<String, String> headers = new HashMap<>();
    probe.headers().forEach((name, value) -> headers.put(name, filled(value, handles)));
    Map<String, String> encoded = new HashMap<>();
    handles.forEach(
        (name, value) -> encoded.put(name, URLEncoder.encode(value, StandardCharsets.UTF_8)));
    Operation request =
        new Operation(
            probe.name(),
            probe.protocol(),
            probe.method(),
            filled(probe.path(), encoded),
            headers,
            filled(probe.body(), handles));
    Reply reply = server.send(request, Who.ADMIN, tenant);
    for (Map.Entry<String, String> said : used(probe, handles)) {
      reply = reply.replaced(said.getValue(), "<" + said.getKey() + ">");
    }
    return reply;
  }

  /** Returns what a request says, the longest first: some are part of others. */
  private static List<Map.Entry<String, String>> used(
      Operation probe, Map<String, String> handles) {
    String text = probe.path() + probe.headers() + probe.body();
    return handles.entrySet().stream()
        .filter(handle -> text.contains(place(handle.getKey())))
        .sorted(Comparator.comparing(handle -> -handle.getValue().length()))
        .toList();
  }

  private static String filled(String text, Map<String, String> handles) {
    String result = text;
    for (Map.Entry<String, String> handle : handles.entrySet()) {
      result = result.replace(place(handle.getKey()), handle.getValue());
    }
    return result;
  }

  private static String place(String handle) {
    return "{" + handle + "}";
  }

  private static void assertKeepsSecrets(Reply reply) {
    String text = reply.text().toLowerCase(Locale.ROOT);
    secrets
        .values()
        .forEach(secret -> assertThat(text).doesNotContain(secret.toLowerCase(Locale.ROOT)));
  }
}
