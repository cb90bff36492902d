package dev.tarn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** {@code tarn maintenance}. */
class MaintenanceCommandsTest extends CommandContract {
  @Test
  void collectsGarbage() throws Exception {
    JsonNode run =
        tarn.run("maintenance", "collect-garbage", "--dry-run", "--older-than", "7d", "--json")
            .expect(ExitCode.OK)
            .json();
    assertThat(run.path("status").asText()).isEqualTo("succeeded");
    assertThat(run.path("dryRun").asBoolean()).isTrue();
    assertThat(run.path("found").path("files").asLong()).isZero();
    assertThat(tarn.run("maintenance", "collect-garbage").expect(ExitCode.OK).out())
        .contains("succeeded")
        .contains("0 files, 0 bytes");
    tarn.run("maintenance", "collect-garbage", "--older-than", "soon").expect(ExitCode.USAGE);
  }
}
