package dev.tarn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.cli.CommandLineRun.Ended;
import dev.tarn.signin.key.AdminKey;
import dev.tarn.signin.key.ApiKeys;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands against a server that asks for keys. */
class KeyCommandsTest {
  private static TestServer server;
  private static CommandLineRun admin;
  private static Path keyFile;

  @TempDir Path home;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    server = TestServer.start(SignedInApplication.class, folder);
    AdminKey.ensure(
        server.bean(ApiKeys.class),
        null,
        folder,
        new PrintStream(PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    keyFile = folder.resolve(AdminKey.FILE);
    admin =
        CommandLineRun.against(server.url())
            .with("--tenant", "acme", "--api-key-file", keyFile.toString());
    admin.run("tenant", "create", "acme").expect(ExitCode.OK);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private CommandLineRun with(String key) {
    return new CommandLineRun(
        Map.of(
            "TARN_SERVER",
            server.url(),
            "TARN_API_KEY",
            key,
            "TARN_TENANT",
            "acme",
            "HOME",
            home.toString()));
  }

  @Test
  void withoutAKeyItSaysHowToNameOne() {
    Ended ended = CommandLineRun.against(server.url()).run("status").expect(ExitCode.DENIED);
    assertThat(ended.err()).contains("(unauthenticated)", "TARN_API_KEY", "tarn login");
  }

  @Test
  void aKeyIsMadeUsedRotatedAndRevoked() {
    Ended made =
        admin
            .run(
                "key",
                "create",
                "--actor",
                "service:airflow",
                "--role",
                "editor",
                "--scope",
                "read-assets",
                "--expires-in",
                "P1D",
                "--description",
                "for a test")
            .expect(ExitCode.OK);
    String key = made.out().strip();
    assertThat(key).startsWith("tarn_");
    assertThat(made.err()).contains("shown this once").doesNotContain(key);
    JsonNode principal = with(key).run("whoami", "--json").expect(ExitCode.OK).json();
    assertThat(principal.path("actor").asText()).isEqualTo("service:airflow");
    String id = principal.path("credentialId").asText();

    String list = admin.run("key", "list", "--all").expect(ExitCode.OK).out();
    assertThat(list).contains(id, "service:airflow", "read-assets", "good until", "for a test");
    assertThat(with(key).run("key", "list").expect(ExitCode.OK).out()).contains(id);

    String next =
        admin.run("key", "rotate", id, "--overlap", "PT1H").expect(ExitCode.OK).out().strip();
    with(key).run("whoami").expect(ExitCode.OK);
    with(next).run("whoami").expect(ExitCode.OK);
    admin.run("key", "revoke", id).expect(ExitCode.OK);
    with(next).run("whoami").expect(ExitCode.DENIED);
    assertThat(admin.run("key", "list", "--all").out()).contains("revoked");
    admin.run("key", "rotate", id).expect(ExitCode.NOT_FOUND);
    admin.run("key", "create", "--expires-in", "soon").expect(ExitCode.USAGE);
  }

  @Test
  void loginKeepsAKeyAndLogoutForgetsIt() throws Exception {
    CommandLineRun nobody =
        new CommandLineRun(Map.of("TARN_SERVER", server.url(), "HOME", home.toString()));
    assertThat(typing("tarn_not_a_key", () -> nobody.run("login")).code())
        .isEqualTo(ExitCode.DENIED);
    nobody.run("whoami").expect(ExitCode.DENIED);
    String key = Files.readString(keyFile).strip();
    Ended login = typing(key + "\n", () -> nobody.run("login")).expect(ExitCode.OK);
    assertThat(login.out()).contains("user:admin", "admin-key").doesNotContain(key);
    assertThat(nobody.run("whoami").expect(ExitCode.OK).out()).contains("operator");
    nobody.run("logout").expect(ExitCode.OK);
    nobody.run("whoami").expect(ExitCode.DENIED);
  }

  private interface Run {
    Ended run();
  }

  private static Ended typing(String text, Run run) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    try {
      return run.run();
    } finally {
      System.setIn(before);
    }
  }
}
