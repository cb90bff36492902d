package dev.tarn.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.IdMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Seeds.class)
final class IdMapTest {
  @Test
  void hasWhatAMapHas(Random random) {
    IdMap ids = new IdMap();
    Map<String, Long> model = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      String id = AssetId.derive("table", "t" + random.nextInt(8_000)).value();
      long number = random.nextLong(Long.MAX_VALUE - 1);
      Long before = model.put(id, number);
      assertEquals(before == null ? IdMap.ABSENT : before, ids.put(id, number));
    }
    assertEquals(model.size(), ids.size());
    model.forEach((id, number) -> assertEquals(number, ids.get(id)));
    assertEquals(IdMap.ABSENT, ids.get(AssetId.derive("view", "none").value()));
  }

  @Test
  void tellsIdsOfOneHalfApart() {
    IdMap ids = new IdMap();
    String zeros = "0".repeat(32);
    String highest = "f".repeat(16) + "0".repeat(16);
    assertEquals(IdMap.ABSENT, ids.get(zeros));
    ids.put(zeros, 0);
    ids.put(highest, 7);
    assertEquals(0, ids.get(zeros));
    assertEquals(7, ids.get(highest));
    assertEquals(IdMap.ABSENT, ids.get("0".repeat(31) + "1"));
  }
}
