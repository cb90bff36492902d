package dev.tarn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.cli.CommandLineRun.Ended;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Files that go in, and changes that come out. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FeedCommandsTest extends CommandContract {
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
}
