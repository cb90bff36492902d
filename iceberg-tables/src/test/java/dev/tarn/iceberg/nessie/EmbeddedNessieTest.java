package dev.tarn.iceberg.nessie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tarn.core.table.TableName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedNessieTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @TempDir Path folder;

  @Test
  void isStartedAgainWhenItDiesAndKeepsWhatItAnswered() throws Exception {
    try (EmbeddedNessie nessie = EmbeddedNessie.start(EmbeddedNessieSettings.in(folder));
        NessieReferences references = NessieReferences.connect(nessie.uri(), TIMEOUT)) {
      assertThat(references.createBranch("default/main", null, references.emptyHash())).isTrue();
      CommitAnswer first =
          references.commitFirst(
              "default/main", references.emptyHash(), "first", Map.of("k", "v"), table(null, "a"));
      assertThat(first).isInstanceOf(CommitAnswer.Committed.class);
      String hash = ((CommitAnswer.Committed) first).hash();

      long pid = nessie.pid();
      ProcessHandle killed = ProcessHandle.of(pid).orElseThrow();
      killed.destroyForcibly();
      killed.onExit().get();

      assertThat(eventually(references, "default/main")).isEqualTo(hash);
      Awaitility.await().until(() -> nessie.pid() != pid);

      assertThatThrownBy(() -> EmbeddedNessie.start(EmbeddedNessieSettings.in(folder)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("another server uses");
    }
    try (EmbeddedNessie again = EmbeddedNessie.start(EmbeddedNessieSettings.in(folder));
        NessieReferences references = NessieReferences.connect(again.uri(), TIMEOUT)) {
      assertThat(references.hash("default/main")).isPresent();
      assertThat(references.branches()).containsKey("default/main");
    }
    assertThat(folder.resolve("nessie.pid")).doesNotExist();
  }

  @Test
  void aStaleHashConflictsOnTheSameTableOnly() throws Exception {
    try (EmbeddedNessie nessie = EmbeddedNessie.start(EmbeddedNessieSettings.in(folder));
        NessieReferences references = NessieReferences.connect(nessie.uri(), TIMEOUT)) {
      String empty = references.emptyHash();
      references.createBranch("a/main", null, empty);
      var first =
          (CommitAnswer.Committed)
              references.commitFirst("a/main", empty, "1", Map.of(), table(null, "v1"));
      String id = first.newContentIds().get(TableName.of("tarn", "changes"));
      assertThat(id).isNotNull();
      assertThat(references.commit("a/main", first.hash(), "2", Map.of(), table(id, "v2")))
          .isInstanceOf(CommitAnswer.Committed.class);
      assertThat(references.commit("a/main", first.hash(), "3", Map.of(), table(id, "v3")))
          .isInstanceOf(CommitAnswer.Conflict.class);
      assertThat(references.tables("a/main", null, java.util.List.of("changes", "none")))
          .hasValueSatisfying(
              at -> {
                assertThat(at.tables().keySet()).containsExactly("changes");
                assertThat(at.tables().get("changes").metadataLocation()).isEqualTo("v2");
              });
      assertThat(references.tables("a/none", null, java.util.List.of("changes"))).isEmpty();
    }
  }

  @Test
  void endsWithAParentThatIsKilled() throws Exception {
    Process parent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-D"
                    + EmbeddedNessieSettings.JAR_PROPERTY
                    + "="
                    + System.getProperty(EmbeddedNessieSettings.JAR_PROPERTY),
                "-cp",
                System.getProperty("java.class.path"),
                Parent.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    ProcessHandle child;
    try (InputStream out = parent.getInputStream()) {
      StringBuilder line = new StringBuilder();
      for (int c = out.read(); c >= 0 && c != '\n'; c = out.read()) {
        line.append((char) c);
      }
      child = ProcessHandle.of(Long.parseLong(line.toString().strip())).orElseThrow();
    } finally {
      parent.destroyForcibly();
    }
    child.onExit().get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    assertThat(child.isAlive()).isFalse();
    try (EmbeddedNessie again = EmbeddedNessie.start(EmbeddedNessieSettings.in(folder))) {
      assertThat(again.pid()).isNotEqualTo(child.pid());
    }
  }

  @Test
  void aPidThatIsAnotherProgramIsLeftAlone() throws Exception {
    Process other = new ProcessBuilder("sleep", "600").start();
    try {
      Files.writeString(
          folder.resolve("nessie.pid"), Long.toString(other.pid()), StandardCharsets.UTF_8);
      EmbeddedNessie.start(EmbeddedNessieSettings.in(folder)).close();
      assertThat(other.isAlive()).isTrue();
    } finally {
      other.destroyForcibly();
    }
  }

  private static Map<String, TableContent> table(String contentId, String location) {
    return Map.of("changes", new TableContent(contentId, location, -1, 0, 0, 0));
  }

  private static String eventually(NessieReferences references, String name) throws IOException {
    long deadlineNanos = System.nanoTime() + TIMEOUT.toNanos();
    while (true) {
      try {
        return references.hash(name).orElseThrow();
      } catch (IOException e) {
        if (System.nanoTime() > deadlineNanos) {
          throw e;
        }
        Thread.onSpinWait();
      }
    }
  }

  /** A parent that starts Nessie and then hangs until it is killed. */
  static final class Parent {
    private Parent() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
      EmbeddedNessie nessie =
          EmbeddedNessie.start(EmbeddedNessieSettings.in(Path.of(arguments[0])));
      System.out.println(nessie.pid());
      System.out.flush();
      Thread.currentThread().join();
      nessie.close();
    }
  }
}
