package dev.tarn.iceberg.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tarn.core.table.Pointer;
import dev.tarn.core.table.PointerChange;
import dev.tarn.core.table.TableName;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the journal keeps of pointers; files of older versions are read as they are. */
class PointerJsonTest {
  private static final String GOLDEN =
      "[{\"name\":[\"sales\"],\"next\":{\"kind\":\"namespace\",\"properties\":{\"a\":\"1\",\"b\":\"ä\\\"\"}}},"
          + "{\"name\":[\"sales\",\"a.b\"],\"expected\":{\"kind\":\"table\",\"metadata\":\"file:///1.json\","
          + "\"snapshot\":-1,\"schema\":2,\"spec\":3,\"sort-order\":4},\"next\":{\"kind\":\"table\","
          + "\"metadata\":\"file:///2.json\",\"snapshot\":9223372036854775807,\"schema\":2,\"spec\":3,"
          + "\"sort-order\":4}},"
          + "{\"name\":[\"sales\",\"v\"],\"expected\":{\"kind\":\"view\",\"metadata\":\"file:///v.json\","
          + "\"version\":7,\"schema\":1}}]";

  private static final List<PointerChange> CHANGES =
      List.of(
          PointerChange.create(
              TableName.of("sales"), new Pointer.Namespace(Map.of("b", "ä\"", "a", "1"))),
          PointerChange.replace(
              TableName.of("sales", "a.b"),
              new Pointer.Table("file:///1.json", -1, 2, 3, 4),
              new Pointer.Table("file:///2.json", Long.MAX_VALUE, 2, 3, 4)),
          PointerChange.drop(TableName.of("sales", "v"), new Pointer.View("file:///v.json", 7, 1)));

  @Test
  void isAsItWas() throws Exception {
    assertThat(PointerJson.write(CHANGES)).isEqualTo(GOLDEN);
    assertThat(PointerJson.read(GOLDEN)).isEqualTo(CHANGES);
  }

  @Test
  void anythingElseIsRefused() {
    for (String json :
        List.of(
            "{}",
            "[1]",
            "[{\"name\":\"a\"}]",
            "[{\"name\":[\"a\"],\"next\":{\"kind\":\"udf\"}}]",
            "[{\"name\":[\"a\"],\"next\":{\"kind\":\"view\",\"metadata\":\"m\"}}]")) {
      assertThatThrownBy(() -> PointerJson.read(json)).isInstanceOf(IOException.class);
    }
  }
}
