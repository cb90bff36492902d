package dev.tarn.signin.saml;

import static java.util.function.UnaryOperator.identity;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.onelogin.saml2.util.Constants;
import com.onelogin.saml2.util.Util;
import dev.tarn.signin.Browser;
import dev.tarn.signin.PemPair;
import dev.tarn.signin.TestServer;
import dev.tarn.signin.saml.TestIdentityProvider.Signed;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Responses that differ from a good one in one thing, each of which is not believed. */
final class SamlResponseTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String START = "/sign-in/saml/corp";

  private static PemPair keys;
  private static PemPair others;
  private static TestServer server;
  private static TestIdentityProvider provider;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    keys = PemPair.make(folder, "corp");
    others = PemPair.make(folder, "others");
    PemPair next = PemPair.make(folder, "next");
    Map<String, String> settings = new LinkedHashMap<>();
    for (String name : new String[] {"corp", "portal"}) {
      String saml = "tarn.sign-in.saml." + name + ".";
      settings.put(saml + "entity-id", TestIdentityProvider.AUDIENCE);
      settings.put(saml + "provider-entity-id", TestIdentityProvider.ENTITY_ID);
      settings.put(saml + "login-uri", "https://idp.example/login?tenant=1");
      settings.put(saml + "provider-certificates[0]", next.certificateFile().toString());
      settings.put(saml + "provider-certificates[1]", keys.certificateFile().toString());
      settings.put(saml + "tenant", "one");
      settings.put(saml + "roles-attribute", "groups");
      settings.put(saml + "roles[readers]", "reader");
    }
    settings.put("tarn.sign-in.saml.portal.provider-initiated", "true");
    settings.put("tarn.sign-in.session.target", "/api/v1/principal");
    // What a page of a provider does is no call of the API from another site.
    settings.put("tarn.sign-in.cors-origins", "https://portal.example");
    server = TestServer.start(folder.resolve("server"), settings);
    provider = new TestIdentityProvider(keys, consumer("corp"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String consumer(String name) {
    return server.uri() + "/sign-in/saml/" + name + "/acs";
  }

  private static Instant now() {
    return server.clock().instant();
  }

  /** A browser that has begun a login. */
  private static final class Visit {
    private final HttpClient http =
        HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    private final Map<String, String> query = new LinkedHashMap<>();
    private final String cookie;

    Visit() throws Exception {
      server.clock().catchUp();
      HttpResponse<Void> redirect =
          http.send(
              HttpRequest.newBuilder(server.uri().resolve(START)).build(),
              HttpResponse.BodyHandlers.discarding());
      assertThat(redirect.statusCode()).isEqualTo(302);
      URI location = URI.create(redirect.headers().firstValue("Location").orElseThrow());
      assertThat(location.toString()).startsWith("https://idp.example/login?tenant=1&SAMLRequest=");
      Arrays.stream(location.getRawQuery().split("&", -1))
          .map(part -> part.split("=", 2))
          .forEach(part -> query.put(part[0], URLDecoder.decode(part[1], StandardCharsets.UTF_8)));
      String set = redirect.headers().firstValue("Set-Cookie").orElseThrow();
      assertThat(set).contains("; Secure", "; HttpOnly", "; SameSite=None", "Path=" + START);
      cookie = set.substring(0, set.indexOf(';'));
    }

    /** Returns the id of the request that the provider is sent. */
    String request() {
      String xml = Util.base64decodedInflated(query.get("SAMLRequest"));
      return Util.loadXML(xml).getDocumentElement().getAttribute("ID");
    }

    HttpResponse<String> answer(String xml) throws Exception {
      return answer("corp", xml);
    }

    HttpResponse<String> answer(String name, String xml) throws Exception {
      return http.send(
          HttpRequest.newBuilder(URI.create(consumer(name)))
              .header("Content-Type", "application/x-www-form-urlencoded")
              .header("Cookie", cookie)
              .header("Origin", "https://idp.example")
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      "SAMLResponse="
                          + URLEncoder.encode(
                              TestIdentityProvider.encoded(xml), StandardCharsets.UTF_8)))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }

    String good(Signed what, UnaryOperator<String> assertion, UnaryOperator<String> response)
        throws Exception {
      return provider.signed(what, "anna", request(), now(), assertion, response);
    }
  }

  /** Returns who a login has made a session for. */
  private static JsonNode principal(HttpResponse<String> answer) throws Exception {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
    String session =
        answer.headers().allValues("Set-Cookie").stream()
            .filter(cookie -> cookie.startsWith("TARN_SESSION="))
            .findFirst()
            .orElseThrow();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(server.uri().resolve("/api/v1/principal"))
              .header("Cookie", session.substring(0, session.indexOf(';')))
              .header("Tarn-Tenant", "one")
              .build();
      return JSON.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }
  }

  @Test
  void aGoodResponseMakesASession() throws Exception {
    for (Signed what : new Signed[] {Signed.ASSERTION, Signed.RESPONSE}) {
      Visit visit = new Visit();
      JsonNode anna = principal(visit.answer(visit.good(what, identity(), identity())));
      assertThat(anna.path("actor").asText()).isEqualTo("user:anna");
      assertThat(anna.path("tenant").asText()).isEqualTo("one");
      assertThat(anna.path("credential").asText()).isEqualTo("session");
      assertThat(anna.path("roles").toString()).isEqualTo("[\"reader\"]");
    }
  }

  /** Something that is wrong with a response. */
  @FunctionalInterface
  private interface Fault {
    String in(Visit visit) throws Exception;
  }

  private static Fault assertion(UnaryOperator<String> change) {
    return visit -> visit.good(Signed.ASSERTION, change, identity());
  }

  private static Fault response(UnaryOperator<String> change) {
    return visit -> visit.good(Signed.RESPONSE, identity(), change);
  }

  private static Map<String, Fault> faults() {
    Map<String, Fault> faults = new LinkedHashMap<>();
    faults.put("not signed", visit -> visit.good(Signed.NOTHING, identity(), identity()));
    faults.put(
        "tampered assertion",
        visit -> visit.good(Signed.ASSERTION, identity(), xml -> xml.replace(">anna<", ">boris<")));
    faults.put(
        "tampered response",
        visit ->
            visit.good(Signed.RESPONSE, identity(), identity()).replace(">readers<", ">admins<"));
    faults.put(
        "signed by another key",
        visit ->
            TestIdentityProvider.sign(visit.good(Signed.NOTHING, identity(), identity()), others));
    faults.put(
        "signed with SHA-1",
        visit ->
            TestIdentityProvider.sign(
                visit.good(Signed.NOTHING, identity(), identity()),
                keys,
                Constants.RSA_SHA1,
                Constants.SHA1));
    faults.put(
        "other audience",
        assertion(xml -> xml.replace("tarn.example</saml:A", "other.example</saml:A")));
    faults.put(
        "no audience",
        assertion(xml -> xml.replaceAll("<saml:AudienceRestriction>.*</saml:AudienceR[^>]*>", "")));
    faults.put("no conditions", assertion(xml -> xml.replaceAll("<saml:Cond.*ditions>", "")));
    faults.put("other recipient", assertion(xml -> xml.replace("/corp/acs", "/portal/acs")));
    faults.put("other destination", response(xml -> xml.replaceFirst("/corp/acs", "/portal/acs")));
    faults.put("no destination", response(xml -> xml.replaceFirst(" Destination=\"[^\"]*\"", "")));
    faults.put(
        "other issuer", response(xml -> xml.replace("idp.example/saml", "other.example/saml")));
    faults.put("no status of success", response(xml -> xml.replace(":Success", ":Requester")));
    faults.put("answers another request", response(xml -> xml.replaceAll("tarn-[^\"]*", "tarn-x")));
    faults.put("answers nothing", response(xml -> xml.replaceAll(" InResponseTo=\"[^\"]*\"", "")));
    faults.put("no subject", assertion(xml -> xml.replaceAll("<saml:NameID>.*</saml:NameID>", "")));
    faults.put("two assertions", visit -> wrapped(visit, "%2$s%1$s"));
    faults.put(
        "the signed assertion within an extension",
        visit -> wrapped(visit, "<samlp:Extensions>%1$s</samlp:Extensions>%2$s"));
    faults.put("the signed assertion within the other's signature", SamlResponseTest::nested);
    faults.put(
        "a document type",
        visit ->
            "<!DOCTYPE x [<!ENTITY file SYSTEM \"file:///etc/passwd\">]>"
                + visit.good(Signed.ASSERTION, identity(), identity()));
    faults.put("no XML", visit -> "SAML");
    return faults;
  }

  /** Puts an assertion that nobody has signed beside the one that is signed. */
  private static String wrapped(Visit visit, String form) throws Exception {
    String signed =
        TestIdentityProvider.sign(provider.assertion("anna", visit.request(), now()), keys);
    String other = provider.assertion("boris", visit.request(), now());
    return provider.response(form.formatted(signed, other), visit.request(), now());
  }

  /** The signature refers to what it has in itself. */
  private static String nested(Visit visit) throws Exception {
    String signed =
        TestIdentityProvider.sign(provider.assertion("anna", visit.request(), now()), keys);
    int from = signed.indexOf("<ds:Signature");
    int to = signed.indexOf("</ds:Signature>");
    String signature = signed.substring(from, to);
    String original = signed.substring(0, from) + signed.substring(to + "</ds:Signature>".length());
    String other = provider.assertion("boris", visit.request(), now());
    String nested = signature + "<ds:Object>" + original + "</ds:Object></ds:Signature>";
    String both = other.replaceFirst("</saml:Issuer>", "</saml:Issuer>" + nested);
    return provider.response(both, visit.request(), now());
  }

  @TestFactory
  Stream<DynamicTest> whatIsWrongIsRefused() {
    return faults().entrySet().stream()
        .map(
            fault ->
                DynamicTest.dynamicTest(
                    fault.getKey(),
                    () -> {
                      Visit visit = new Visit();
                      String xml = fault.getValue().in(visit);
                      HttpResponse<String> answer = visit.answer(xml);
                      assertThat(answer.statusCode()).isEqualTo(401);
                      assertThat(answer.headers().allValues("Set-Cookie"))
                          .noneMatch(cookie -> cookie.startsWith("TARN_SESSION"));
                    }));
  }

  @Test
  void aCommentDoesNotShortenAName() throws Exception {
    Visit visit = new Visit();
    String xml =
        provider.signed(
            Signed.ASSERTION, "anna.evil", visit.request(), now(), identity(), identity());
    String commented = xml.replace(">anna.evil<", ">anna<!-- -->.evil<");
    assertThat(principal(visit.answer(commented)).path("actor").asText())
        .isEqualTo("user:anna.evil");
  }

  @Test
  void aResponseIsOfItsTime() throws Exception {
    for (Duration off : new Duration[] {Duration.ofMinutes(3), Duration.ofMinutes(-3)}) {
      Visit visit = new Visit();
      String xml = visit.good(Signed.ASSERTION, identity(), identity());
      server.clock().advance(off);
      try {
        assertThat(visit.answer(xml).statusCode()).as("after " + off).isEqualTo(401);
      } finally {
        server.clock().advance(off.negated());
      }
      assertThat(visit.answer(xml).statusCode()).isEqualTo(302);
    }
  }

  @Test
  void aResponseIsGoodOnceAndInTheBrowserThatHasAskedForIt() throws Exception {
    Visit visit = new Visit();
    String xml = visit.good(Signed.ASSERTION, identity(), identity());
    assertThat(new Visit().answer(xml).statusCode()).isEqualTo(401);
    assertThat(visit.answer(xml).statusCode()).isEqualTo(302);
    assertThat(visit.answer(xml).statusCode()).isEqualTo(401);
  }

  @Test
  void aLoginMayBeginAtTheProviderWhereThatIsSet() throws Exception {
    TestIdentityProvider portal = new TestIdentityProvider(keys, consumer("portal"));
    UnaryOperator<String> unasked = xml -> xml.replaceAll(" InResponseTo=\"[^\"]*\"", "");
    String xml = portal.signed(Signed.RESPONSE, "anna", "", now(), unasked, unasked);
    Visit visit = new Visit();
    assertThat(principal(visit.answer("portal", xml)).path("actor").asText())
        .isEqualTo("user:anna");
    assertThat(visit.answer("portal", xml).statusCode()).as("again").isEqualTo(401);
  }

  @Test
  void aProviderLogsSomebodyOut() throws Exception {
    Visit visit = new Visit();
    HttpResponse<String> answer =
        visit.answer(visit.good(Signed.ASSERTION, identity(), identity()));
    assertThat(principal(answer).path("actor").asText()).isEqualTo("user:anna");
    String where = server.uri() + START + "/logout";
    Browser.Form form =
        new Browser.Form(
            URI.create(where),
            Map.of(
                "SAMLRequest",
                TestIdentityProvider.encoded(provider.logout("anna", "s-other", where, now()))));
    Browser back = new Browser(server.uri());
    assertThat(back.submit(form).statusCode()).isEqualTo(204);
    assertThat(principal(answer).path("actor").asText()).as("of another session").isNotEmpty();
    String logout = provider.logout("anna", "s-anna", where, now());
    Browser.Form tampered =
        form.with("SAMLRequest", TestIdentityProvider.encoded(logout.replace(">anna<", ">boris<")));
    assertThat(back.submit(tampered).statusCode()).isEqualTo(403);
    assertThat(
            back.submit(form.with("SAMLRequest", TestIdentityProvider.encoded(logout)))
                .statusCode())
        .isEqualTo(204);
    assertThat(principal(answer).path("actor").isMissingNode()).isTrue();
    Duration later = Duration.ofMinutes(7);
    server.clock().advance(later);
    try {
      assertThat(
              back.submit(form.with("SAMLRequest", TestIdentityProvider.encoded(logout)))
                  .statusCode())
          .as("too old")
          .isEqualTo(403);
    } finally {
      // Logins that follow are later than the logout.
      server.clock().advance(later.negated().plusSeconds(1));
    }
  }

  @Test
  void theMetadataSaysWhereResponsesAreWanted() throws Exception {
    HttpResponse<String> metadata =
        new Browser(server.uri()).get(server.uri().resolve(START + "/metadata"));
    assertThat(metadata.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/samlmetadata+xml");
    assertThat(metadata.body())
        .contains("entityID=\"" + TestIdentityProvider.AUDIENCE + "\"", consumer("corp"));
    assertThat(new Browser(server.uri()).get(server.uri().resolve("/sign-in/saml/no")).statusCode())
        .isEqualTo(404);
  }
}
