package dev.tarn.core.state;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NameOrderTest {
  private static final List<String> NAMES =
      List.of(
          "",
          "a",
          "ab",
          "b",
          "a.b",
          "A",
          "é",
          "e\u0301",
          "表",
          "\uE000",
          "\uFFFD",
          "\uD83D\uDE00",
          "\uD83D\uDE01",
          "a\uD83D\uDE00",
          "a\uFFFD");

  @Test
  void isThatOfTheBytes() {
    for (String one : NAMES) {
      for (String other : NAMES) {
        int bytes =
            Arrays.compareUnsigned(
                one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
        assertEquals(
            Integer.signum(bytes),
            Integer.signum(AssetQuery.NAME_ORDER.compare(one, other)),
            one + " and " + other);
      }
    }
  }
}
