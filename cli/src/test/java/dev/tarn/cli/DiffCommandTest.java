package dev.tarn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.cli.CommandLineRun.Ended;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code tarn branch diff}, on a terminal and off one. */
class DiffCommandTest extends CommandContract {
  /** Main has gone on since the branch draft began. */
  @BeforeEach
  void aDraft() throws Exception {
    put("table:a.orders", "description=Orders");
    put("table:a.old");
    tarn.run("branch", "create", "draft").expect(ExitCode.OK);
    put("table:a.later");
    for (String[] write :
        new String[][] {
          {"put", "table:a.orders", "description=All orders"},
          {"put", "table:a.new"},
          {"delete", "table:a.old"}
        }) {
      String[] onDraft = java.util.Arrays.copyOf(write, write.length + 3);
      System.arraycopy(new String[] {"--branch", "draft", "--json"}, 0, onDraft, write.length, 3);
      await(tarn.run(onDraft), "--branch", "draft");
    }
  }

  private static List<String> lines(Ended ended) {
    return ended.expect(ExitCode.OK).out().replaceAll("@\\d+-[0-9a-f]+", "").lines().toList();
  }

  @Test
  void showsWhatABranchHasChangedSinceItBegan() {
    List<String> lines = lines(tarn.run("branch", "diff", "--branch", "draft"));
    assertThat(lines.subList(0, 2)).containsExactly("main → draft", "");
    assertThat(lines.subList(2, 5))
        .containsExactlyInAnyOrder(
            "M table a.orders  description", "A table a.new", "D table a.old");
    assertThat(lines.subList(5, lines.size()))
        .containsExactly(
            "", "3 entities differ", "  1 table created", "  1 table changed", "  1 table deleted");
  }

  @Test
  void comparesAnyTwoPoints() throws Exception {
    assertThat(lines(tarn.run("branch", "diff", "main", "draft"))).contains("D table a.later");
    assertThat(lines(tarn.run("branch", "diff", "draft", "main")))
        .contains("A table a.later", "A table a.old", "D table a.new");
    JsonNode list = tarn.run("branch", "list", "--json").expect(ExitCode.OK).json();
    String start = list.path("items").get(0).path("commit").asText();
    assertThat(lines(tarn.run("branch", "diff", "main@" + start)))
        .contains("A table a.later", "1 entity differs");
    assertThat(lines(tarn.run("branch", "diff", "draft", "main", "--at", start)))
        .contains("draft → main", "3 entities differ");
  }

  @Test
  void aPatchHasTheValues() {
    assertThat(lines(tarn.run("branch", "diff", "--branch", "draft", "--format", "patch")))
        .containsSubsequence(
            "--- table:a.orders",
            "+++ table:a.orders",
            "@@ description @@",
            "-Orders",
            "+All orders")
        .contains(
            "+++ table:a.new",
            "--- table:a.old",
            "# 3 entities differ: 1 table created, 1 table changed, 1 table deleted");
  }

  @Test
  void jsonComesLineByLine() {
    List<JsonNode> lines =
        tarn.run("branch", "diff", "main", "draft", "--json").expect(ExitCode.OK).jsonLines();
    assertThat(lines).hasSize(6);
    assertThat(lines.getFirst().path("from").path("branch").asText()).isEqualTo("main");
    assertThat(lines.getLast().path("summary").path("total").asLong()).isEqualTo(4);
    assertThat(
            tarn.run("branch", "diff", "main", "draft", "--summary", "--json")
                .expect(ExitCode.OK)
                .json()
                .path("counts"))
        .hasSize(3);
    assertThat(tarn.run("branch", "diff", "main", "draft", "--summary").expect(ExitCode.OK).out())
        .containsPattern("asset +table +delete +2")
        .containsPattern("all +4");
  }

  @Test
  void refusesWhatItCannotCompare() {
    assertThat(tarn.run("branch", "diff").expect(ExitCode.USAGE).err()).contains("name what");
    tarn.run("branch", "diff", "main", "nowhere").expect(ExitCode.NOT_FOUND);
    tarn.run("branch", "diff", "--branch", "nowhere").expect(ExitCode.NOT_FOUND);
    tarn.run("branch", "diff", "main", "draft", "--format", "yaml").expect(ExitCode.USAGE);
  }

  @Test
  void onATerminalItIsColoured() {
    put("table:a.escape", "description=\u001b[2Jgone");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Console terminal =
        new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            true,
            true,
            true,
            Console.DEFAULT_WIDTH_COLUMNS);
    int code =
        Tarn.run(
            new String[] {
              "branch", "diff", "draft", "main", "--format", "patch", "--tenant", tenant
            },
            Map.of("TARN_SERVER", server.url()),
            terminal,
            new CountDownLatch(1));
    assertThat(code).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("\u001b[36m@@ description @@\u001b[0m\n\u001b[31m-All orders\u001b[0m\n")
        .contains("\u001b[1m+++ table:a.escape\u001b[0m\n")
        .contains("\u001b[32m+\\u001b[2Jgone\u001b[0m\n");
  }
}
