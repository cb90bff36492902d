package dev.tarn.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.core.catalog.CatalogSettings;
import dev.tarn.core.commit.CommitObserver;
import dev.tarn.core.policy.Decision;
import dev.tarn.rest.Client.Answer;
import dev.tarn.testkit.InMemoryStateIndex;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Change requests over HTTP, by several people. */
@Timeout(60)
class ChangeRequestApiTest {
  private static final String REQUESTS = "/api/v1/change-requests";
  private static final AtomicInteger TENANTS = new AtomicInteger();
  private static TestServer server;

  private Client alice;
  private Client bob;
  private Client carol;

  @BeforeAll
  static void start() {
    server =
        TestServer.start(
            CatalogSettings.defaults(),
            InMemoryStateIndex.indexes(),
            request -> Decision.ALL,
            CommitObserver.NONE,
            Map.of());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void aDraft() {
    Client client = server.newTenant("requests-" + TENANTS.incrementAndGet());
    alice = client.with(TestServer.ACTOR, "user:alice");
    bob = client.with(TestServer.ACTOR, "user:bob");
    carol = client.with(TestServer.ACTOR, "user:carol");
    put("main", "orders", "");
    alice.postJson("/api/v1/branches", "{\"name\":\"draft\"}").expect(201);
    put("draft", "orders", ",\"description\":\"All orders\"");
  }

  private void put(String branch, String name, String more) {
    Answer put =
        alice.postJson(
            "/api/v1/assets?branch=" + branch,
            "{\"type\":\"table\",\"qualifiedName\":\"" + name + "\"" + more + "}");
    assertThat(put.response().statusCode()).isBetween(200, 201);
  }

  private void rules(String rules) {
    alice.json("PATCH", "/api/v1/branches/main", rules).expect(200);
  }

  private Answer propose() {
    return alice.postJson(
        REQUESTS,
        "{\"source\":\"draft\",\"title\":\"Say what orders are\",\"description\":\"As agreed\","
            + "\"reviewers\":[\"user:bob\"]}");
  }

  private static Answer review(Client client, String verdict) {
    return client.postJson(REQUESTS + "/draft-1/reviews", "{\"verdict\":\"" + verdict + "\"}");
  }

  private static Answer merge(Client client) {
    return client.postJson(REQUESTS + "/draft-1/merge", "{}");
  }

  @Test
  void aProposalIsReviewedByOthersAndMerged() {
    rules("{\"requiredApprovals\":2,\"requiresChangeRequest\":true}");
    alice.postJson("/api/v1/branches/draft/merge", "{}").problem(409, "approval-required");
    Answer made = propose().expect(201);
    assertThat(made.header("Tarn-Commit")).isNotEmpty();
    JsonNode request = made.json();
    assertThat(request.path("name").asString()).isEqualTo("draft-1");
    assertThat(request.path("author").asString()).isEqualTo("user:alice");
    assertThat(request.path("state").asString()).isEqualTo("open");
    assertThat(request.path("requiredApprovals").asInt()).isEqualTo(2);
    propose().problem(409, "change-request-exists");

    review(alice, "approve").problem(403, "permission-denied");
    bob.postJson(REQUESTS + "/draft-1/comments", "{\"text\":\"All of them?\"}").expect(200);
    review(bob, "approve").expect(200);
    merge(alice).problem(409, "approval-required");
    assertThat(review(carol, "request-changes").expect(200).text("state"))
        .isEqualTo("changes-requested");
    merge(alice).problem(409, "approval-required");
    put("draft", "orders", ",\"description\":\"Orders since 2020\"");
    JsonNode stale = bob.get(REQUESTS + "/draft-1").expect(200).json();
    assertThat(stale.path("approvals").asInt()).isZero();
    assertThat(stale.path("reviews").get(0).path("current").asBoolean()).isFalse();
    assertThat(stale.path("objectors").toString()).isEqualTo("[\"user:carol\"]");
    review(carol, "approve").expect(200);
    assertThat(review(bob, "approve").expect(200).text("state")).isEqualTo("approved");

    Answer done = merge(bob).expect(200);
    JsonNode merged = done.json();

    assertThat(merged.path("status").asString()).isEqualTo("merged");
    JsonNode after = bob.after(done).get(REQUESTS + "/draft-1").expect(200).json();
    assertThat(after.path("state").asString()).isEqualTo("merged");
    assertThat(after.path("mergedSource")).isEqualTo(merged.path("source"));
    assertThat(after.path("comments").get(0).path("text").asString()).isEqualTo("All of them?");
    JsonNode orders = bob.after(done).get("/api/v1/assets?type=table").expect(200).json();
    assertThat(orders.path("items").get(0).path("description").asString())
        .isEqualTo("Orders since 2020");
    merge(bob).problem(409, "change-request-over");
    review(bob, "approve").problem(409, "change-request-over");
  }

  @Test
  void itIsAnAssetThatIsSearchedAndHasAHistory() {
    String id = propose().expect(201).text("id");
    Answer approved = review(bob, "approve").expect(200);
    Client later = bob.after(approved);
    JsonNode asset = later.get("/api/v1/assets/" + id).expect(200).json();
    assertThat(asset.path("type").asString()).isEqualTo("change-request");
    assertThat(asset.path("displayName").asString()).isEqualTo("Say what orders are");
    assertThat(asset.path("attributes").path("state").asString()).isEqualTo("approved");
    JsonNode history = later.get("/api/v1/assets/" + id + "/history").expect(200).json();
    assertThat(history.path("items").get(0).path("actor").asString()).isEqualTo("user:bob");
    // Nobody says that others have said something.
    alice
        .json("PATCH", "/api/v1/assets/" + id, "{\"attributes\":{\"state\":\"approved\"}}")
        .problem(422, "read-only-field");
    alice.delete("/api/v1/assets/" + id).problem(422, "read-only-field");
  }

  @Test
  void checksRunWhenAskedForAndBeforeTheMerge() {
    propose().expect(201);
    JsonNode checked =
        bob.postJson(REQUESTS + "/draft-1/checks", "{}").expect(200).json().path("checks");
    assertThat(checked).hasSize(4);
    JsonNode owner =
        bob.postJson(REQUESTS + "/draft-1/checks", "{\"checks\":[\"owner-set\"]}")
            .expect(200)
            .json()
            .path("checks")
            .valueStream()
            .filter(check -> check.path("check").asString().equals("owner-set"))
            .findFirst()
            .orElseThrow();
    assertThat(owner.path("passed").asBoolean()).isFalse();
    assertThat(owner.path("current").asBoolean()).isTrue();
    assertThat(owner.path("total").asInt()).isEqualTo(1);
    assertThat(owner.path("findings").get(0).path("name").asString()).isEqualTo("table:orders");
    rules("{\"requiredChecks\":[\"owner-set\"]}");
    assertThat(merge(alice).problem(409, "checks-failed").path("detail").asString())
        .contains("owner-set: 1, the first table:orders");
    assertThat(
            alice
                .postJson(REQUESTS + "/draft-1/merge", "{\"dryRun\":true}")
                .expect(200)
                .text("status"))
        .isEqualTo("mergeable");
    rules("{\"requiredChecks\":[]}");
    merge(alice).expect(200);
    bob.postJson(REQUESTS + "/draft-1/checks", "{}").problem(409, "change-request-over");
    alice
        .json("PATCH", "/api/v1/branches/main", "{\"requiredChecks\":[\"spelling\"]}")
        .problem(422, "invalid-value");
  }

  @Test
  void listsThoseThatAreOpenWhereNothingIsSaid() {
    propose().expect(201);
    assertThat(bob.get(REQUESTS).expect(200).json().path("items")).hasSize(1);
    bob.send("POST", REQUESTS + "/draft-1/close", BodyPublishers.noBody()).expect(200);
    assertThat(bob.get(REQUESTS).expect(200).json().path("items")).isEmpty();
    JsonNode closed = bob.get(REQUESTS + "?state=closed").expect(200).json().path("items");
    assertThat(closed.get(0).path("name").asString()).isEqualTo("draft-1");
    assertThat(bob.get(REQUESTS + "?state=all&target=draft").json().path("items")).isEmpty();
    bob.get(REQUESTS + "?state=lost").problem(400, "invalid-request");
    bob.get(REQUESTS + "/draft-9").problem(404, "change-request-not-found");
    bob.get(REQUESTS + "?target=nowhere").expect(404);
    alice
        .postJson(REQUESTS, "{\"source\":\"nowhere\",\"title\":\"x\"}")
        .problem(404, "branch-not-found");
    alice
        .postJson(REQUESTS, "{\"source\":\"draft\",\"title\":\" \"}")
        .problem(422, "missing-field");
    review(bob, "like").problem(422, "invalid-value");
  }
}
