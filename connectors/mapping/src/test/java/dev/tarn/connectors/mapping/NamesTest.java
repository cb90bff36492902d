package dev.tarn.connectors.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {
  @ParameterizedTest
  @CsvSource({
    "TECHNICAL_OWNER, technical",
    "Data Steward!, steward",
    "DATAOWNER, owner",
    "Head of Bread, head-of-bread",
    "9 lives, lives",
    "???, owner",
  })
  void kindsAreKebab(String label, String kind) {
    assertThat(Names.kind(label)).isEqualTo(kind);
  }

  @Test
  void longKindsAreCut() {
    assertThat(Names.kind("a".repeat(63) + "-b")).isEqualTo("a".repeat(63));
  }

  @ParameterizedTest
  @CsvSource({
    "team:loaders, team:loaders",
    "group:loaders, team:loaders",
    "user:ann, user:ann",
    "ann, user:ann",
    "team:, user:team:",
    "odd:name, user:odd:name",
  })
  void ownersAreUsersUnlessTheySayTheyAreTeams(String name, String ref) {
    assertThat(Names.owner(name)).hasToString(ref);
  }

  @Test
  void titlesBecomeOneVisibleLine() {
    assertThat(Names.oneLine("  Sales\n\u200Bof\tMarch\uD800 ")).isEqualTo("Sales of March");
    assertThat(Names.oneLine("x".repeat(5_000))).hasSize(512);
  }
}
