package dev.tarn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** {@code tarn privacy}, on a store that keeps no files. */
class PrivacyCommandsTest extends CommandContract {
  @Test
  void saysThatThereIsNothingToLookThrough() throws Exception {
    for (String command : new String[] {"find", "pseudonymise", "erase"}) {
      assertThat(tarn.run("privacy", command, "user:ada").expect(ExitCode.FAILED).err())
          .contains("keeps no files")
          .doesNotContain("ada");
    }
    assertThat(tarn.run("privacy", "runs", "--json").expect(ExitCode.OK).out()).isEmpty();
    tarn.run("privacy", "show", "nope").expect(ExitCode.NOT_FOUND);
    tarn.run("privacy", "find").expect(ExitCode.USAGE);
  }
}
