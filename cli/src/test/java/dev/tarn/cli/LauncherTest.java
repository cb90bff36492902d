package dev.tarn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.tarn.cli.FakeInstallation.Ended;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a Bash script")
class LauncherTest {
  @TempDir Path folder;
  private FakeInstallation tarn;

  @BeforeEach
  void install() throws IOException {
    tarn = new FakeInstallation(folder);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void saysWhatToDoWhereThereIsNoJdk() throws Exception {
    Ended ended = tarn.built().run("status");
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err())
        .startsWith("tarn: no JDK 25.0.3 or newer was found.\nInstall one")
        .contains("https://adoptium.net", "export TARN_JAVA_HOME=");
    assertThat(ended.out()).isEmpty();
  }

  @Test
  void listsTheOldJdksWhereThereAreOnlyThese() throws Exception {
    Path old = tarn.jdk("jdk-17", "17.0.12");
    Path almost = tarn.jdk("jdk-25", "25.0.2");
    tarn.built().with("JAVA_HOME", old.toString());
    Ended ended = tarn.run("status");
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err())
        .contains(
            "What is here is older:\n  %s is 17.0.12\n  %s is 25.0.2\n".formatted(old, almost));
    assertThat(tarn.calls()).isEmpty();
  }

  @Test
  void takesAGoodJdkFromTheUsualFoldersThoughTheDefaultIsOlder() throws Exception {
    Path old = tarn.jdk("a-17", "17.0.12");
    tarn.jdk("b-25", "25.0.3");
    tarn.javaOnPath(old);
    tarn.built().with("JAVA_HOME", old.toString()).with("FAKE_CLI_CODE", "4");
    Ended ended = tarn.run("list", "--type", "a b");
    assertThat(ended).isEqualTo(new Ended(4, "", ""));
    assertThat(tarn.calls())
        .containsSubsequence(
            "-jar",
            tarn.root.resolve("cli/target/cli-1.0.jar").toString(),
            "list",
            "--type",
            "a b");
  }

  @Test
  void takesTheJavaOfThePathThroughItsLink() throws Exception {
    Path good = tarn.jdk("good", "25.0.10+9");
    tarn.javaOnPath(good);
    tarn.built().with("TARN_JDK_PATH", "");
    assertThat(tarn.run("status").code()).isZero();
  }

  @Test
  void takesANewerReleaseOnlyWhereTheTestedOneIsMissing() throws Exception {
    tarn.built();
    FakeInstallation.script(
        tarn.jdk("a-26", "26").resolve("bin/java"), "#!/usr/bin/env bash\nexit 26\n");
    assertThat(tarn.run("status").code()).isEqualTo(26);
    tarn.jdk("b-25", "25.0.4");
    assertThat(tarn.run("status").code()).isZero();
  }

  @Test
  void aJdkThatIsNamedIsTakenOrRefusedButNotReplaced() throws Exception {
    tarn.built().jdk("good", "25.0.3");
    tarn.with("TARN_JAVA_HOME", tarn.jdk("old", "21.0.4").toString());
    Ended old = tarn.run("status");
    assertThat(old.code()).isEqualTo(1);
    assertThat(old.err()).contains("is JDK 21.0.4; Tarn needs 25.0.3 or newer");
    Ended none = tarn.with("TARN_JAVA_HOME", folder.toString()).run("status");
    assertThat(none.code()).isEqualTo(1);
    assertThat(none.err()).contains("is not the folder of a JDK");
  }

  @Test
  void worksThroughALinkToIt() throws Exception {
    tarn.built().jdk("good", "25.0.3");
    Path link = Files.createSymbolicLink(folder.resolve("tarn-link"), tarn.root.resolve("tarn"));
    assertThat(tarn.ended(tarn.start(link, "status")).code()).isZero();
    assertThat(tarn.calls()).contains("status");
  }

  @Test
  void upRunsTheServerInItsOwnProcessUntilSigterm() throws Exception {
    tarn.built().jdk("good", "25.0.3");
    tarn.with("TARN_JAVA_OPTS", "-Xmx3g -Dsome=thing");
    int port = freePort();
    Path data = folder.resolve("some data");
    Process up =
        tarn.start("up", "--port", "" + port, "--data=" + data, "--logging.level.root=WARN");
    tarn.awaitCall(up, "--server.port=" + port);
    assertThat(data).isDirectory();
    assertThat(tarn.calls())
        .containsSubsequence("-Xmx1500m", "-Xmx3g", "-Dsome=thing", "-jar")
        .contains(
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "--add-modules=jdk.incubator.vector",
            "-Dio.netty.tryReflectionSetAccessible=true",
            "-Dtarn.nessie.jar=" + tarn.root.resolve("target/nessie/nessie-quarkus-runner.jar"),
            "--server.address=127.0.0.1",
            "--tarn.catalog.data-folder=" + data.toRealPath(),
            "--logging.level.root=WARN");
    up.toHandle().destroy();
    assertThat(tarn.ended(up).code()).isEqualTo(143);
    assertThat(tarn.calls()).contains("server ended");
  }

  @Test
  void upKeepsItsDataInTheHomeFolder() throws Exception {
    tarn.built().jdk("good", "25.0.3");
    tarn.with("FAKE_SERVER_CODE", "0");
    int port = freePort();
    assertThat(tarn.run("up", "--port", "" + port).code()).isZero();
    Path data = tarn.home.resolve(".tarn/data");
    assertThat(data).isDirectory();
    // The command line finds the admin key by the port.
    assertThat(tarn.home.resolve(".tarn/local/" + port)).hasContent(data.toRealPath().toString());
  }

  @Test
  void saysThatAPortIsInUse() throws Exception {
    tarn.built().jdk("good", "25.0.3");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      for (String command : List.of("up", "demo")) {
        Ended ended = tarn.run(command, "--port", "" + taken.getLocalPort());
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err())
            .startsWith("tarn: port " + taken.getLocalPort() + " of 127.0.0.1 is in use")
            .contains(command + " --port ");
      }
    }
    assertThat(tarn.calls()).isEmpty();
  }

  @Test
  void refusesOptionsThatItDoesNotKnow() throws Exception {
    tarn.built().jdk("good", "25.0.3");
    for (String[] arguments :
        List.of(
            new String[] {"up", "--prot", "1"},
            new String[] {"up", "--port"},
            new String[] {"up", "--port", "http"},
            new String[] {"demo", "--port=70000"})) {
      Ended ended = tarn.run(arguments);
      assertThat(ended.code()).as(String.join(" ", arguments)).isEqualTo(2);
      assertThat(ended.err()).startsWith("tarn: ");
    }
  }

  @Test
  void saysThatTheDataFolderCannotBeWritten() throws Exception {
    tarn.built().jdk("good", "25.0.3");
    Path file = Files.writeString(folder.resolve("file"), "");
    Ended ended = tarn.run("up", "--port", "" + freePort(), "--data", file + "/data");
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err()).contains("cannot be written", "--data DIR");
  }

  @Test
  void demoRunsServerAndGuideAndEndsBothOnSigterm() throws Exception {
    tarn.built().jdk("good", "25.0.3");
    int port = freePort();
    Process demo = tarn.start("demo", "--port", "" + port);
    tarn.awaitCall(demo, "--server-log");
    tarn.awaitCall(demo, "--server.port=" + port);
    assertThat(tarn.calls())
        .containsSubsequence("demo", "--server", "http://127.0.0.1:" + port, "--server-pid")
        .containsSubsequence(
            "--server-log", tarn.home.toRealPath().resolve(".tarn/demo/server.log").toString());
    demo.toHandle().destroy();
    assertThat(tarn.ended(demo).code()).isZero();
    assertThat(tarn.calls()).contains("server ended");
  }

  @Test
  void demoEndsTheServerWhereTheGuideFails() throws Exception {
    tarn.built().jdk("good", "25.0.3");
    Ended ended = tarn.with("FAKE_GUIDE_CODE", "1").run("demo", "--port", "" + freePort());
    assertThat(ended.code()).isEqualTo(1);
  }

  @Test
  void demoSaysThatTheServerHasEnded() throws Exception {
    tarn.built().jdk("good", "25.0.3");
    Ended ended = tarn.with("FAKE_SERVER_CODE", "3").run("demo", "--port", "" + freePort());
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err()).contains("the server has ended by itself with 3", "server.log");
  }

  @Test
  void buildsWhatIsNotBuilt() throws Exception {
    tarn.jdk("good", "25.0.3");
    FakeInstallation.script(
        tarn.root.resolve("mvnw"),
        """
        #!/usr/bin/env bash
        printf 'maven %s\\n' "$*" >>"$HOME/builds"
        printf '%s\\n' "$JAVA_HOME" >>"$HOME/builds"
        mkdir -p cli/target/lib
        touch cli/target/cli-1.0.jar
        """);
    Ended ended = tarn.run("status");
    assertThat(ended.code()).isZero();
    assertThat(ended.err()).isEqualTo("building Tarn: the command line, once\n");
    assertThat(Files.readAllLines(tarn.home.resolve("builds")))
        .containsExactly(
            "maven -q -Dmaven.test.skip=true -pl cli -am package",
            tarn.jdks.resolve("good").toString());
    assertThat(tarn.run("status")).isEqualTo(new Ended(0, "", ""));
  }

  @Test
  void showsTheEndOfAFailedBuild() throws Exception {
    tarn.jdk("good", "25.0.3");
    FakeInstallation.script(
        tarn.root.resolve("mvnw"), "#!/usr/bin/env bash\nprintf 'a defect\\n'; exit 1\n");
    Ended ended = tarn.run("up", "--port", "" + freePort());
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err()).contains("a defect", "the build failed", "tarn-build.log");
  }

  @Test
  void upBuildsAgainWhatIsOlderThanItsSources() throws Exception {
    tarn.built().jdk("good", "25.0.3");
    tarn.with("FAKE_SERVER_CODE", "0");
    FakeInstallation.script(
        tarn.root.resolve("mvnw"), "#!/usr/bin/env bash\nprintf 'built\\n' >>\"$HOME/builds\"\n");
    Path source = tarn.touch("catalog-core/src/main/java/A.java");
    Files.setLastModifiedTime(source, FileTime.from(Instant.EPOCH));
    Path test = tarn.touch("catalog-core/src/test/java/ATest.java");
    Files.setLastModifiedTime(test, FileTime.from(Instant.now().plusSeconds(60)));
    assertThat(tarn.run("up", "--port", "" + freePort()).code()).isZero();
    assertThat(tarn.home.resolve("builds")).doesNotExist();
    Files.setLastModifiedTime(
        tarn.root.resolve("catalog-server/target/catalog-server-1.0.jar"),
        FileTime.from(Instant.now().minusSeconds(60)));
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().minusSeconds(30)));
    assertThat(tarn.run("up", "--port", "" + freePort()).code()).isZero();
    assertThat(Files.readAllLines(tarn.home.resolve("builds"))).containsExactly("built");
    assertThat(tarn.run("up", "--port", "" + freePort()).code()).isZero();
    assertThat(Files.readAllLines(tarn.home.resolve("builds"))).hasSize(1);
  }

  @Test
  void isCleanByShellcheck() throws Exception {
    Process process;
    try {
      process =
          new ProcessBuilder(
                  "shellcheck", FakeInstallation.projectRoot().resolve("tarn").toString())
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      abort("shellcheck is not installed: " + e.getMessage());
      return;
    }
    assertThat(tarn.ended(process)).isEqualTo(new Ended(0, "", ""));
  }
}
