package dev.tarn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code tarn index} against a server with a real index. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class IndexCommandsTest {
  @Test
  void showsVerifiesAndRebuilds(@TempDir Path work) {
    try (TestServer server = TestServer.start(work)) {
      CommandLineRun tarn = CommandLineRun.against(server.url());
      tarn.run("put", "table:shop.public.orders").expect(ExitCode.OK);
      tarn.run("put", "table:shop.public.customers").expect(ExitCode.OK);
      assertThat(tarn.run("index", "verify").expect(ExitCode.OK).out())
          .contains("succeeded  verify")
          .containsPattern("assets +2")
          .containsPattern("differences +0");
      JsonNode before = tarn.run("index", "status", "--json").expect(ExitCode.OK).json();
      assertThat(tarn.run("index", "rebuild", "--verify").expect(ExitCode.OK).out())
          .contains("succeeded  rebuild")
          .containsPattern("differences +0");
      JsonNode after = tarn.run("index", "status", "--json").expect(ExitCode.OK).json();
      assertThat(after.path("generation")).isNotEqualTo(before.path("generation"));
      assertThat(after.path("bytes").asLong()).isPositive();
      assertThat(tarn.run("index", "status").expect(ExitCode.OK).out())
          .containsPattern("lag +0 changes")
          .containsPattern("state +ok")
          .containsPattern("last rebuild +succeeded")
          .containsPattern("last verify +succeeded, 0 differences");
      // In the background, after the rebuild.
      while (!tarn.run("index", "status").expect(ExitCode.OK).out().contains("lineage in memory")) {
        Thread.onSpinWait();
      }
      JsonNode made = tarn.run("index", "status", "--json").expect(ExitCode.OK).json();
      assertThat(made.path("lineageGraph").has("edges")).isTrue();
      JsonNode run = tarn.run("index", "verify", "--json").expect(ExitCode.OK).json();
      assertThat(run.path("verification").path("assets").asLong()).isEqualTo(2);
      tarn.run("index").expect(ExitCode.USAGE);
      tarn.run("index", "verify", "--tenant", "nobody").expect(ExitCode.NOT_FOUND);
    }
  }
}
