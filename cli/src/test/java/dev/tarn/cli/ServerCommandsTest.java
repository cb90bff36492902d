package dev.tarn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.cli.CommandLineRun.Ended;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Types, status, answers in JSON, servers that are not there, and the demo. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServerCommandsTest extends CommandContract {
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
            new String[] {"tag", "create", "now"},
            new String[] {"tag", "list"},
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
        .contains("(loaded in ", "/some/data", log.toString())
        .containsSubsequence(
            " search net revenue",
            "net-revenue  glossary-term",
            " lineage lake.core.fact_orders --upstream",
            "└─ table:lake.raw.shop_orders",
            "Try, in another terminal:",
            " show lake.core.fact_orders",
            " changes --follow",
            "Ctrl-C stops it.");
    tarn.run("show", "lake.core.fact_orders").expect(ExitCode.OK);
    tarn.run("lineage", "lake.core.fact_orders", "--summary").expect(ExitCode.OK);
    String deleted =
        tarn.run("list", "--type", "incident", "--limit", "1", "--json")
            .json()
            .path("items")
            .path(0)
            .path("id")
            .asText();
    await(tarn.run("delete", deleted, "--json"));
    await(tarn.run("delete", "lake.core.fact_orders", "--json"));
    long head = tarn.run("status", "--json").json().path("stores").path(0).path("applied").asLong();
    assertThat(tarn.run(demo).expect(ExitCode.OK).out())
        .contains("(all found from before).")
        .doesNotContain("--upstream");
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
