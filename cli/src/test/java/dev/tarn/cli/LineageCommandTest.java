package dev.tarn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.cli.CommandLineRun.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where data comes from and where it goes, for people and for scripts. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LineageCommandTest extends CommandContract {
  private static String relate(String source, String target) {
    return "{\"op\": \"relate\", \"type\": \"lineage\", \"source\": \"%s\", \"target\": \"%s\"}"
        .formatted(source, target);
  }

  /** raw feeds a and b, both feed mart; mart feeds r1 to r3. */
  private void shop() throws Exception {
    List<String> lines = new ArrayList<>();
    for (String name : List.of("raw", "a", "b", "mart", "r1", "r2", "r3", "alone")) {
      lines.add("{\"type\": \"table\", \"qualifiedName\": \"s." + name + "\"}");
      lines.add(
          "{\"type\": \"column\", \"qualifiedName\": \"s.%s.id\", \"parent\": \"table:s.%s\"}"
              .formatted(name, name));
    }
    for (String name : List.of("a", "b")) {
      lines.add(relate("table:s.raw", "table:s." + name));
      lines.add(relate("table:s." + name, "table:s.mart"));
    }
    for (String name : List.of("r1", "r2", "r3")) {
      lines.add(relate("table:s.mart", "table:s." + name));
    }
    lines.add(relate("column:s.raw.id", "column:s.mart.id"));
    Path file = Files.writeString(folder.resolve("shop.ndjson"), String.join("\n", lines));
    tarn.run("ingest", file.toString()).expect(ExitCode.OK);
    // Readers see the file's lines when they see what comes after them.
    put("tag:last");
  }

  @Test
  void drawsATreeOnEachSide() throws Exception {
    shop();
    Ended tree = tarn.run("lineage", "s.mart").expect(ExitCode.OK);
    assertThat(tree.out()).startsWith("table:s.mart\nupstream\n").contains("\ndownstream\n");
    assertThat(tree.out().lines().filter(line -> line.contains("table:s.raw")).toList()).hasSize(2);
    assertThat(tree.out()).contains("│  └─ table:s.raw", "├─ table:s.r", "└─ table:s.r");
    assertThat(tree.err()).isEmpty();
    assertThat(tarn.run("lineage", "s.raw", "--downstream").expect(ExitCode.OK).out())
        .contains("table:s.mart  (above)")
        .doesNotContain("upstream");
    assertThat(tarn.run("lineage", "s.alone").expect(ExitCode.OK).out()).contains("nothing");
  }

  @Test
  void saysWhatIsLeftOutAndGoesOn() throws Exception {
    shop();
    Ended cut = tarn.run("lineage", "s.mart", "--downstream", "--fan-out", "2").expect(ExitCode.OK);
    assertThat(cut.out()).contains("… 1 more (fan-out)  --cursor ");
    assertThat(cut.err()).contains("something is left out");
    String cursor = cut.out().replaceAll("(?s).*--cursor (\\S+).*", "$1");
    Ended rest =
        tarn.run("lineage", "s.mart", "--downstream", "--fan-out", "2", "--cursor", cursor)
            .expect(ExitCode.OK);
    assertThat(rest.out().lines().filter(line -> line.contains("table:s.r")).toList()).hasSize(1);
    assertThat(rest.err()).isEmpty();
    assertThat(tarn.run("lineage", "s.raw", "--downstream", "--depth", "1").out())
        .contains("… 1 more (depth)");
  }

  @Test
  void goesFromColumnToColumn() throws Exception {
    shop();
    assertThat(tarn.run("lineage", "s.raw", "--columns").expect(ExitCode.OK).out())
        .isEqualTo("column:s.raw.id\ndownstream\n└─ column:s.mart.id\n");
  }

  @Test
  void listsEverythingThatIsReached() throws Exception {
    shop();
    Ended impact = tarn.run("lineage", "s.raw", "--impact").expect(ExitCode.OK);
    assertThat(impact.out())
        .contains("1  table:s.a", "2  table:s.mart", "3  table:s.r1")
        .contains("6 assets, up to 3 steps away")
        .containsPattern("type +6 +table");
    assertThat(tarn.run("lineage", "s.raw", "--summary").expect(ExitCode.OK).out())
        .startsWith("6 assets");
    List<JsonNode> lines =
        tarn.run("lineage", "s.raw", "--impact", "--json").expect(ExitCode.OK).jsonLines();
    assertThat(lines).hasSize(7);
    assertThat(lines.getLast().path("summary").path("assets").asInt()).isEqualTo(6);
  }

  @Test
  void findsPaths() throws Exception {
    shop();
    Ended paths = tarn.run("lineage", "s.raw", "--path-to", "s.r1").expect(ExitCode.OK);
    assertThat(paths.out().lines().toList())
        .containsExactlyInAnyOrder(
            "table:s.raw → table:s.a → table:s.mart → table:s.r1",
            "table:s.raw → table:s.b → table:s.mart → table:s.r1");
    assertThat(paths.err()).contains("all the shortest");
    assertThat(tarn.run("lineage", "s.r1", "--path-to", "s.raw", "--limit", "1").out())
        .contains("table:s.r1 ← table:s.mart ← ");
    assertThat(tarn.run("lineage", "s.raw", "--path-to", "s.alone").expect(ExitCode.OK).err())
        .contains("there is no path");
    assertThat(tarn.run("lineage", "s.raw", "--json").expect(ExitCode.OK).json().has("nodes"))
        .isTrue();
  }

  @Test
  void refusesWhatDoesNotGoTogether() throws Exception {
    shop();
    tarn.run("lineage", "s.raw", "--upstream", "--downstream").expect(ExitCode.USAGE);
    tarn.run("lineage", "s.raw", "--impact", "--path-to", "s.mart").expect(ExitCode.USAGE);
    tarn.run("lineage", "s.none").expect(ExitCode.NOT_FOUND);
    tarn.run("lineage", "s.raw", "--depth", "1000").expect(ExitCode.FAILED);
  }
}
