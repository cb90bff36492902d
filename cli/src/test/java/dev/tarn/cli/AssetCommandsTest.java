package dev.tarn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.cli.CommandLineRun.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Reading and writing assets, of now and of the past. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AssetCommandsTest extends CommandContract {
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
  void findsAShortNameAmongManyThatHaveItsWords() throws Exception {
    StringBuilder lines = new StringBuilder();
    lines.append("{'type': 'schema', 'qualifiedName': 'shop.orders'}\n");
    lines.append("{'type': 'table', 'qualifiedName': 'crm.orders.all'}\n");
    lines.append("{'type': 'table', 'qualifiedName': 'say \\'hello\\''}\n");
    for (int i = 0; i < 300; i++) {
      lines.append("{'type': 'table', 'qualifiedName': 'shop.orders.orders_%d'}\n".formatted(i));
      lines.append("{'type': 'table', 'qualifiedName': 'shop.t%d.total'}\n".formatted(i));
    }
    Path file =
        Files.writeString(folder.resolve("many.ndjson"), lines.toString().replace('\'', '"'));
    tarn.run("ingest", file.toString()).expect(ExitCode.OK);
    put("table:what.is.seen.with.all.before");
    assertThat(tarn.run("show", "orders").expect(ExitCode.OK).out()).startsWith("orders  schema");
    assertThat(tarn.run("show", "orders.all").expect(ExitCode.OK).out()).startsWith("all  table");
    assertThat(tarn.run("show", "orders_299").expect(ExitCode.OK).out())
        .startsWith("orders_299  table");
    assertThat(tarn.run("show", "say \"hello\"").expect(ExitCode.OK).out())
        .startsWith("say \"hello\"  table");
    assertThat(tarn.run("show", "total").expect(ExitCode.USAGE).err())
        .startsWith("tarn: 'total' fits 200 assets or more:\n  table:shop.t")
        .endsWith("\n  and 180 more\n");
    for (String none : List.of("Orders", "orders_", "say", "\"", "\\", "*")) {
      assertThat(tarn.run("show", none).expect(ExitCode.NOT_FOUND).err())
          .isEqualTo("tarn: no asset is named '" + none + "'\n");
    }
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
    tarn.run("tag", "create", "before").expect(ExitCode.OK);
    assertThat(tarn.run("branch", "list").expect(ExitCode.OK).out())
        .containsPattern("draft +main +")
        .containsPattern("main +main +");
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
        .containsPattern("default +active")
        .containsPattern(tenant + " +active");
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
}
