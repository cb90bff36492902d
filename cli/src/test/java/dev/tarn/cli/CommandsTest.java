package dev.tarn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.cli.CommandLineRun.Ended;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands against the real API; every test has a tenant of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CommandsTest {
  private static final AtomicInteger TENANTS = new AtomicInteger();

  @TempDir Path folder;
  private TestServer server;
  private CommandLineRun anyTenant;
  private CommandLineRun tarn;

  @BeforeAll
  void start(@TempDir Path work) {
    server = TestServer.start(work);
    anyTenant = CommandLineRun.against(server.url());
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @BeforeEach
  void newTenant() {
    String tenant = "tenant-" + TENANTS.incrementAndGet();
    anyTenant.run("tenant", "create", tenant).expect(ExitCode.OK);
    tarn = anyTenant.with("--tenant", tenant);
  }

  private static JsonNode commitOf(Ended write) {
    return write.expect(ExitCode.OK).json().path("commit");
  }

  /** Waits until readers see the write. */
  private void await(Ended write, String... scope) {
    List<String> read = new ArrayList<>(List.of("list", "--limit", "1", "--min-commit"));
    read.add(commitOf(write).asText());
    read.addAll(List.of(scope));
    tarn.run(read.toArray(String[]::new)).expect(ExitCode.OK);
  }

  private void put(String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = "put";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    all[arguments.length + 1] = "--json";
    await(tarn.run(all));
  }

  @Test
  void putsShowsPatchesAndListsAnAsset() throws Exception {
    put("schema:shop.public");
    put("user:ada", "displayName=Ada");
    put("tag:gold");
    put(
        "table:shop.public.orders",
        "parent=schema:shop.public",
        "description=All orders",
        "owners+=user:ada",
        "tags+=tag:gold",
        "attributes.rowCount:=12",
        "attributes.primaryKey:=[\"id\"]");
    put(
        "column:shop.public.orders.id",
        "parent=table:shop.public.orders",
        "attributes.dataType=long");
    Ended shown = tarn.run("show", "table:shop.public.orders").expect(ExitCode.OK);
    assertThat(shown.out())
        .startsWith("orders  table\n")
        .containsPattern("description +All orders")
        .containsPattern("in +schema:shop.public")
        .containsPattern("owners +user:ada")
        .containsPattern("tags +tag:gold")
        .containsPattern("rowCount +12")
        .containsPattern("primaryKey +\\[\"id\"]")
        .containsPattern("column +id +long");
    put("table:shop.public.orders", "tags-=tag:gold", "description=");
    JsonNode asset = tarn.run("show", "orders", "--json").expect(ExitCode.OK).json();
    assertThat(asset.has("tags")).isFalse();
    assertThat(asset.has("description")).isFalse();
    assertThat(asset.path("version").asLong()).isEqualTo(2);
    Ended listed = tarn.run("list", "--type", "table").expect(ExitCode.OK);
    assertThat(listed.out()).containsPattern("table +orders +shop.public.orders");
    assertThat(listed.err()).isEqualTo("1 asset\n");
  }

  @Test
  void findsAnAssetByIdNameAndEndOfName() throws Exception {
    put("table:shop.public.orders");
    put("table:crm.public.orders");
    put("table:shop.public.preorders");
    put("column:shop.public.orders.id");
    String id =
        tarn.run("show", "table:shop.public.orders", "--json")
            .expect(ExitCode.OK)
            .json()
            .path("id")
            .asText();
    for (String name : List.of(id, "shop.public.orders", "table:shop.public.orders")) {
      assertThat(tarn.run("show", name, "--json").expect(ExitCode.OK).json().path("id").asText())
          .as(name)
          .isEqualTo(id);
    }
    assertThat(tarn.run("show", "public.preorders").expect(ExitCode.OK).out())
        .startsWith("preorders");
    assertThat(tarn.run("show", "orders.id").expect(ExitCode.OK).out()).startsWith("id  column");
    Ended ambiguous = tarn.run("show", "orders").expect(ExitCode.USAGE);
    assertThat(ambiguous.err())
        .isEqualTo(
            """
            tarn: 'orders' fits 2 assets:
              table:crm.public.orders
              table:shop.public.orders
            """);
    assertThat(tarn.run("show", "rders").expect(ExitCode.NOT_FOUND).err())
        .isEqualTo("tarn: no asset is named 'rders'\n");
    assertThat(tarn.run("show", "0".repeat(32)).expect(ExitCode.NOT_FOUND).err())
        .contains("(asset-not-found)");
  }

  @Test
  void listsByFilterAndPage() throws Exception {
    put("user:ada");
    for (int i = 0; i < 5; i++) {
      put("table:shop.t" + i, "platform=" + (i < 3 ? "kafka" : "iceberg"), "owners+=user:ada");
    }
    JsonNode page =
        tarn.run("list", "--type", "table", "--limit", "2", "--json").expect(ExitCode.OK).json();
    assertThat(page.path("items")).hasSize(2);
    assertThat(page.path("next").asText()).isNotEmpty();
    assertThat(tarn.run("list", "--type", "table", "--limit", "2").err())
        .isEqualTo("2 assets; there are more, see --limit and --all\n");
    assertThat(
            tarn.run("list", "--platform", "kafka", "--all", "--json")
                .expect(ExitCode.OK)
                .jsonLines())
        .extracting(asset -> asset.path("name").asText())
        .containsExactly("t0", "t1", "t2");
    assertThat(tarn.run("list", "--owner", "ada", "--prefix", "shop.t4").expect(ExitCode.OK).out())
        .contains("shop.t4")
        .doesNotContain("shop.t3");
    tarn.run("list", "--owner", "nobody").expect(ExitCode.NOT_FOUND);
    tarn.run("list", "--limit", "0").expect(ExitCode.USAGE);
  }

  @Test
  void aWriteThatIsTooLateIsAConflictAndSaysTheVersion() throws Exception {
    put("table:a.b", "description=first");
    put("table:a.b", "description=second");
    Ended late =
        tarn.run("patch", "table:a.b", "description=third", "--if-version", "1")
            .expect(ExitCode.CONFLICT);
    assertThat(late.err()).contains("(version-conflict)");
    Ended asJson =
        tarn.run("patch", "table:a.b", "description=third", "--if-version", "1", "--json")
            .expect(ExitCode.CONFLICT);
    assertThat(asJson.out()).isEmpty();
    assertThat(Json.parse(asJson.err()).path("currentVersion").asLong()).isEqualTo(2);
  }

  @Test
  void deletesAndRestoresWithTheReasonInTheHistory() throws Exception {
    put("schema:s");
    put("table:s.t", "parent=schema:s", "description=one");
    put("table:s.t", "description=two");
    tarn.run("delete", "schema:s", "--reason", "außer Dienst").expect(ExitCode.USAGE);
    Ended deleted =
        tarn.run("delete", "schema:s", "--reason", "out of service").expect(ExitCode.OK);
    String id = deleted.err().strip().replaceAll(".* ", "");
    assertThat(deleted.err()).contains("tarn restore " + id);
    assertThat(deleted.out()).startsWith("deleted schema:s, version 2, commit ");
    assertThat(tarn.run("restore", id).expect(ExitCode.OK).out()).startsWith("restored " + id);
    await(tarn.run("put", "table:s.t", "description=three", "--json"));
    assertThat(tarn.run("history", id).expect(ExitCode.OK).out())
        .containsSubsequence("restore", "delete", "“out of service”", "create");
    String history = tarn.run("history", "table:s.t").expect(ExitCode.OK).out();
    assertThat(history)
        .containsSubsequence(
            "description: two → three", "restore", "delete", "description: one → two", "create")
        .contains("cli");
    assertThat(tarn.run("history", "table:s.t", "--json").expect(ExitCode.OK).json().path("items"))
        .hasSize(5);
  }

  @Test
  void readsThePastAndRefusesToWriteThere() throws Exception {
    Ended first = tarn.run("put", "table:a.b", "description=first", "--json");
    String commit = commitOf(first).asText();
    await(first);
    put("table:a.b", "description=second");
    assertThat(tarn.run("show", "table:a.b", "--at", commit).expect(ExitCode.OK).out())
        .containsPattern("description +first");
    assertThat(tarn.run("put", "table:a.b", "--at", commit).expect(ExitCode.FAILED).err())
        .contains("(read-only-reference");
    tarn.run("show", "table:a.b", "--at", "no-such-tag").expect(ExitCode.NOT_FOUND);
  }

  @Test
  void branchesTagsAndTenantsAreApart() throws Exception {
    put("table:a.b", "description=main");
    tarn.run("branch", "create", "draft").expect(ExitCode.OK);
    tarn.run("branch", "tag", "before").expect(ExitCode.OK);
    assertThat(tarn.run("branch", "list").expect(ExitCode.OK).out()).isEqualTo("draft\nmain\n");
    await(
        tarn.run("put", "table:a.b", "description=changed", "--branch", "draft", "--json"),
        "--branch",
        "draft");
    assertThat(tarn.run("show", "table:a.b", "--branch", "draft").out())
        .containsPattern("description +changed");
    assertThat(tarn.run("show", "table:a.b").out()).containsPattern("description +main");
    assertThat(tarn.run("show", "table:a.b", "--at", "before").out())
        .containsPattern("description +main");
    tarn.run("branch", "create", "draft").expect(ExitCode.CONFLICT);
    tarn.run("show", "table:a.b", "--branch", "nowhere").expect(ExitCode.NOT_FOUND);
    anyTenant.run("show", "table:a.b", "--tenant", "nobody").expect(ExitCode.NOT_FOUND);
    assertThat(anyTenant.run("tenant", "list").expect(ExitCode.OK).out())
        .contains("default\n", "tenant-1\n");
  }

  @Test
  void whatIsNotAllowedIsDenied() {
    anyTenant.run("tenant", "create", TestApplication.READ_ONLY_TENANT).expect(ExitCode.OK);
    Ended denied = anyTenant.run("put", "table:a.b", "--tenant", TestApplication.READ_ONLY_TENANT);
    assertThat(denied.expect(ExitCode.DENIED).err())
        .isEqualTo("tarn: nobody may write here (permission-denied)\n");
  }

  @Test
  void badFieldsAreRefusedWithTheirName() {
    Ended refused =
        tarn.run("put", "table:a.b", "attributes.rowCount=many").expect(ExitCode.FAILED);
    assertThat(refused.err()).contains("field attributes.rowCount");
    tarn.run("put", "table:a.b", "nonsense").expect(ExitCode.USAGE);
    tarn.run("put", "table:a.b", "attributes.rowCount:=x").expect(ExitCode.USAGE);
    tarn.run("put", "a.b").expect(ExitCode.USAGE);
  }

  @Test
  void ingestsFilesAndNamesTheLinesThatWereRefused() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("some tables.ndjson"),
            """
            {"type": "table", "qualifiedName": "s.a"}
            {"type": "table", "qualifiedName": "s.b", "parent": "schema:none"}
            this is not JSON
            {"type": "table", "qualifiedName": "s.c", "description": "ü"}
            """);
    Ended first = tarn.run("ingest", file.toString()).expect(ExitCode.PARTIAL);
    assertThat(first.out())
        .startsWith("succeeded  ndjson\n")
        .containsPattern("created +2\n")
        .containsPattern("updated +0\n")
        .containsPattern("unchanged +0\n")
        .containsPattern("rejected +2\n")
        .containsPattern("not mapped +0\n")
        .containsPattern("some tables.ndjson:2 +parent-not-found +parent: ")
        .containsPattern("some tables.ndjson:3 +malformed-json");
    Files.writeString(file, "{\"type\": \"table\", \"qualifiedName\": \"s.a\"}\n");
    JsonNode again =
        tarn.run("ingest", file.toString(), "--format", "ndjson", "--json")
            .expect(ExitCode.OK)
            .json();
    assertThat(again.path("unchanged").asLong()).isEqualTo(1);
    assertThat(tarn.run("runs").expect(ExitCode.OK).out())
        .containsSubsequence("ID", "succeeded", "succeeded");
    assertThat(tarn.run("runs", again.path("id").asText(), "--json").expect(ExitCode.OK).json())
        .isEqualTo(again);
    tarn.run("runs", "none").expect(ExitCode.NOT_FOUND);
  }

  @Test
  void ingestRefusesWhatItCannotRead() throws Exception {
    assertThat(
            tarn.run("ingest", folder.resolve("none").toString()).expect(ExitCode.NOT_FOUND).err())
        .contains("no readable file");
    tarn.run("ingest", folder.toString()).expect(ExitCode.USAGE);
    Path file = Files.writeString(folder.resolve("notes.txt"), "just words");
    tarn.run("ingest", file.toString()).expect(ExitCode.FAILED);
    tarn.run("ingest", file.toString(), "--format", "none").expect(ExitCode.FAILED);
  }

  @Test
  void followsTheChangesAsTheyCome() throws Exception {
    put("table:a.old");
    CountDownLatch end = new CountDownLatch(1);
    Awaitable out = new Awaitable();
    CompletableFuture<Ended> follower =
        CompletableFuture.supplyAsync(
            () -> tarn.run(out, end, "changes", "--follow", "--after", "1"));
    put("table:a.new", "description=" + "long ".repeat(30));
    put("table:a.newer");
    await(tarn.run("patch", "table:a.new", "description=short", "--json"));
    out.await("short");
    end.countDown();
    put("table:a.last");
    Ended ended = follower.get(60, TimeUnit.SECONDS).expect(ExitCode.OK);
    assertThat(ended.out().lines().toList())
        .hasSizeBetween(3, 4)
        .anySatisfy(
            line -> assertThat(line).contains("2", "create", "table:a.new", "by user:admin"))
        .anySatisfy(line -> assertThat(line).contains("update", "long l", "… → short"))
        .noneSatisfy(line -> assertThat(line).contains("a.old"));
  }

  /** Output that one can wait for. */
  private static final class Awaitable extends ByteArrayOutputStream {
    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
      super.write(bytes, offset, length);
      notifyAll();
    }

    synchronized void await(String text) throws InterruptedException {
      while (!toString(StandardCharsets.UTF_8).contains(text)) {
        wait();
      }
    }
  }

  @Test
  void printsThePagesOfTheFeed() throws Exception {
    put("table:a.b");
    put("table:a.c");
    Path file =
        Files.writeString(
            folder.resolve("edges.ndjson"),
            """
            {"op": "relate", "type": "lineage", "source": "table:a.b", "target": "table:a.c"}
            """);
    tarn.run("ingest", file.toString()).expect(ExitCode.OK);
    assertThat(tarn.run("changes").expect(ExitCode.OK).out())
        .containsSubsequence(
            "1  ", "table:a.b", "2  ", "table:a.c", "lineage: table:a.b → table:a.c");
    assertThat(
            tarn.run("changes", "--after", "1", "--limit", "1", "--json")
                .expect(ExitCode.OK)
                .json()
                .path("items"))
        .hasSize(1);
    assertThat(tarn.run("show", "table:a.c").out()).containsPattern("lineage +← +table:a.b");
    tarn.run("changes", "--limit", "0").expect(ExitCode.USAGE);
  }

  @Test
  void showsTypesAndStatus() throws Exception {
    put("table:a.b");
    assertThat(tarn.run("types").expect(ExitCode.OK).out())
        .contains("glossary-term", "RELATIONSHIP TYPE", "lineage", "tarn");
    assertThat(tarn.run("types", "incident").expect(ExitCode.OK).out())
        .startsWith("incident  ")
        .contains("enum of low | medium | high | critical");
    assertThat(
            tarn.run("types", "lineage", "--json").expect(ExitCode.OK).json().path("name").asText())
        .isEqualTo("lineage");
    tarn.run("types", "none").expect(ExitCode.NOT_FOUND);
    assertThat(tarn.run("status").expect(ExitCode.OK).out())
        .containsPattern("tenant +tenant-")
        .containsPattern("branch +main")
        .containsPattern("index +1 ")
        .containsPattern("table +1\n")
        .containsPattern("all +1\n");
  }

  @Test
  void anAnswerInJsonIsOneDocument() throws Exception {
    put("table:a.b");
    for (String[] command :
        List.<String[]>of(
            new String[] {"show", "a.b"},
            new String[] {"list"},
            new String[] {"history", "a.b"},
            new String[] {"changes"},
            new String[] {"types"},
            new String[] {"status"},
            new String[] {"ping"},
            new String[] {"runs"},
            new String[] {"patch", "a.b", "description=x"},
            new String[] {"delete", "a.b"},
            new String[] {"branch", "list"},
            new String[] {"branch", "create", "other"},
            new String[] {"branch", "tag", "now"},
            new String[] {"tenant", "list"})) {
      String[] asJson = java.util.Arrays.copyOf(command, command.length + 1);
      asJson[command.length] = "--json";
      tarn.run(asJson).expect(ExitCode.OK).json();
    }
  }

  @Test
  void aServerThatIsNotThereOrNotReadyIsUnreachable() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    CommandLineRun nobody = new CommandLineRun(Map.of(), "--server", "http://127.0.0.1:" + port);
    assertThat(nobody.run("status").expect(ExitCode.UNREACHABLE).err())
        .isEqualTo(
            "tarn: no server answers at http://127.0.0.1:%d; start one with: tarn up\n"
                .formatted(port));
    nobody.run("ping").expect(ExitCode.UNREACHABLE);
    anyTenant.run("ping").expect(ExitCode.OK);
    server.ready(false);
    try {
      assertThat(anyTenant.run("ping").expect(ExitCode.UNREACHABLE).err()).contains("is not ready");
    } finally {
      server.ready(true);
    }
  }

  @Test
  void theDemoLoadsTheCompanyOnceAndFindsItAgain() throws Exception {
    Path log = Files.writeString(folder.resolve("server.log"), "one line\n");
    String[] demo = {
      "demo",
      "--server-pid",
      "" + ProcessHandle.current().pid(),
      "--server-log",
      log.toString(),
      "--data",
      "/some/data"
    };
    Ended first = tarn.run(demo).expect(ExitCode.OK);
    assertThat(first.out())
        .startsWith("Tarn is up, with a sample company: 4,")
        .contains("(loaded in ", "/some/data", log.toString(), "list --type table")
        .contains("show table:lake.core.fact_orders", "changes --follow", "Ctrl-C stops it.");
    tarn.run("show", "table:lake.core.fact_orders").expect(ExitCode.OK);
    String deleted =
        tarn.run("list", "--type", "incident", "--limit", "1", "--json")
            .json()
            .path("items")
            .path(0)
            .path("id")
            .asText();
    await(tarn.run("delete", deleted, "--json"));
    long head = tarn.run("status", "--json").json().path("stores").path(0).path("applied").asLong();
    assertThat(tarn.run(demo).expect(ExitCode.OK).out()).contains("(all found from before).");
    assertThat(tarn.run("status", "--json").json().path("stores").path(0).path("applied").asLong())
        .isEqualTo(head);
  }

  @Test
  void theDemoShowsWhyTheServerEnded() throws Exception {
    Path log = Files.writeString(folder.resolve("server.log"), "started\nthe disk is full\n");
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    Ended ended =
        tarn.run("demo", "--server-pid", "" + gone.pid(), "--server-log", log.toString())
            .expect(ExitCode.FAILED);
    assertThat(ended.err()).contains("the server has ended", "the disk is full\n");
    tarn.run("demo").expect(ExitCode.USAGE);
    tarn.run("up").expect(ExitCode.USAGE);
  }
}
