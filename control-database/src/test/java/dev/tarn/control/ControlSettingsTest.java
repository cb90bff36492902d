package dev.tarn.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class ControlSettingsTest {
  @Test
  void otherDatabasesAreRefused() {
    assertThatThrownBy(() -> new ControlSettings("jdbc:mysql://127.0.0.1/x", null, null, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("jdbc:postgresql:");
  }

  @Test
  void thePasswordIsNotPrinted() {
    assertThat(
            new ControlSettings("jdbc:postgresql://db/x?password=geheim", "tarn", "geheim", 1)
                .toString())
        .doesNotContain("geheim");
  }
}
