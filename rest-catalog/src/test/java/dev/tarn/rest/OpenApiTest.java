package dev.tarn.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.rest.Client.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** The description of the API says what there is. */
class OpenApiTest {
  private static TestServer server;
  private static JsonNode document;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    document = server.client().get("/v3/api-docs").expect(200).json();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static List<JsonNode> operations() {
    List<JsonNode> found = new ArrayList<>();
    document.path("paths").forEach(path -> path.forEach(found::add));
    return found;
  }

  @Test
  void isOpenApi31() {
    assertThat(document.path("openapi").asString()).startsWith("3.1");
    assertThat(document.path("info").path("title").asString()).isEqualTo("Tarn metadata API");
  }

  @Test
  void listsEveryEndpoint() {
    Set<String> described = new TreeSet<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .propertyNames()
                    .forEach(method -> described.add(method.toUpperCase() + " " + path.getKey())));
    Set<String> served = new TreeSet<>();
    server
        .bean(RequestMappingHandlerMapping.class)
        .getHandlerMethods()
        .forEach(
            (mapping, handler) -> {
              if (isOurs(handler)) {
                mapping
                    .getMethodsCondition()
                    .getMethods()
                    .forEach(
                        method ->
                            mapping
                                .getPatternValues()
                                .forEach(path -> served.add(method + " " + path)));
              }
            });
    assertThat(served).hasSizeGreaterThan(25);
    assertThat(described).containsExactlyElementsOf(served);
  }

  /** The Iceberg REST catalog is described by Iceberg's specification. */
  private static boolean isOurs(HandlerMethod handler) {
    String name = handler.getBeanType().getName();
    return name.startsWith("dev.tarn.rest.") && !name.startsWith("dev.tarn.rest.iceberg.");
  }

  @Test
  void operationsAreDescribedWhole() {
    Set<String> ids = new TreeSet<>();
    for (JsonNode operation : operations()) {
      String id = operation.path("operationId").asString("");
      assertThat(ids.add(id)).as("one operation " + id).isTrue();
      assertThat(operation.path("summary").asString("")).as(id).isNotEmpty();
      assertThat(operation.path("tags")).as(id).isNotEmpty();
      Set<String> parameters = new TreeSet<>();
      operation
          .path("parameters")
          .forEach(parameter -> parameters.add(parameter.path("name").asString()));
      assertThat(parameters).as(id).contains("Tarn-Tenant", "X-Request-Id");
      assertThat(
              operation
                  .path("responses")
                  .path("default")
                  .path("content")
                  .path("application/problem+json")
                  .path("schema")
                  .path("$ref")
                  .asString(""))
          .as(id)
          .isEqualTo("#/components/schemas/Problem");
    }
    JsonNode post = document.path("paths").path("/api/v1/assets").path("post");
    assertThat(post.path("requestBody").toString()).contains("AssetUpsert");
    assertThat(post.path("parameters").toString()).contains("Idempotency-Key", "If-Match");
    assertThat(document.path("paths").path("/api/v1/assets/{id}").path("get").toString())
        .contains("\"at\"", "Tarn-Min-Commit", "#/components/schemas/Asset\"");
  }

  /** A schema that is referred to and not there breaks every generator. */
  @Test
  void referencesLeadSomewhere() {
    List<String> references = new ArrayList<>();
    references(document, references);
    assertThat(references).isNotEmpty();
    for (String reference : references) {
      assertThat(document.at(reference.substring(1)).isMissingNode()).as(reference).isFalse();
    }
  }

  private static void references(JsonNode node, List<String> found) {
    if (node.isObject() && node.path("$ref").isString()) {
      found.add(node.path("$ref").asString());
    }
    node.forEach(child -> references(child, found));
  }

  /** What the schemas say is what is written. */
  @Test
  void documentsHaveTheFieldsOfTheirSchemas() {
    Client client = server.newTenant("schemas");
    client.postJson("/api/v1/assets", "{\"type\": \"tag\", \"qualifiedName\": \"x\"}").expect(201);
    for (String type :
        List.of("workspace", "domain", "user", "classification", "glossary-term", "database")) {
      client
          .postJson("/api/v1/assets", "{\"type\": \"" + type + "\", \"qualifiedName\": \"x\"}")
          .expect(201);
    }
    Answer made =
        client.postJson(
            "/api/v1/assets",
            "{\"type\": \"schema\", \"qualifiedName\": \"x.y\", \"displayName\": \"Y\","
                + " \"description\": \"d\", \"parent\": \"database:x\", \"platform\": \"p\","
                + " \"workspace\": \"workspace:x\", \"domain\": \"domain:x\", \"owners\":"
                + " [\"user:x\"], \"tags\": [\"tag:x\"], \"classifications\":"
                + " [\"classification:x\"], \"terms\": [\"glossary-term:x\"], \"quality\": 0.5,"
                + " \"popularity\": 0.5}");
    made.expect(201);
    JsonNode asset = client.after(made).get("/api/v1/assets/" + made.text("id")).expect(200).json();
    assertThat(fields(asset)).containsAll(Set.of("owners", "terms", "popularity"));
    assertKnown("Asset", asset);
    JsonNode entry =
        client.with("X-Request-Id", "r").get("/api/v1/changes?limit=1").json().path("items").get(0);
    assertKnown("Change", entry);
    JsonNode types = client.get("/api/v1/types").json();
    types.path("assetTypes").forEach(type -> assertKnown("AssetType", type));
    types.path("relationshipTypes").forEach(type -> assertKnown("RelationshipType", type));
    types
        .path("assetTypes")
        .forEach(
            type ->
                type.path("attributes")
                    .forEach(attribute -> assertKnown("AttributeDefinition", attribute)));
  }

  private static void assertKnown(String schema, JsonNode value) {
    JsonNode described = document.path("components").path("schemas").path(schema);
    assertThat(fields(described.path("properties"))).containsAll(fields(value));
    described.path("required").forEach(name -> assertThat(value.has(name.asString())).isTrue());
  }

  private static Set<String> fields(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.properties().stream().map(Map.Entry::getKey).forEach(names::add);
    return names;
  }

  @Test
  void thereIsAPageToTryIt() {
    Answer page = server.client().get("/swagger-ui/index.html").expect(200);
    assertThat(page.header("Content-Type")).startsWith("text/html");
    assertThat(server.client().get("/swagger-ui.html").expect(302).header("Location"))
        .contains("swagger-ui/index.html");
  }
}
