package dev.tarn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** {@code tarn access}. */
class AccessCommandsTest extends CommandContract {
  @Test
  void saysWhoYouAreAndWhy() {
    assertThat(tarn.run("access", "me").expect(ExitCode.OK).out())
        .contains("user:admin")
        .contains("read-assets");
    assertThat(tarn.run("access", "explain", "read-assets").expect(ExitCode.OK).out()).isNotBlank();
    assertThat(tarn.run("access", "simulate").expect(ExitCode.OK).out())
        .contains("nobody gains or loses anything");
    tarn.run("access", "explain", "fly").expect(ExitCode.FAILED);
  }
}
