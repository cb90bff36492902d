package dev.tarn.iceberg.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.core.change.LogEntry;
import dev.tarn.iceberg.schema.CatalogTable;
import dev.tarn.iceberg.schema.ChangeRows;
import dev.tarn.testkit.RandomLog;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.junit.jupiter.api.Test;

/** Whatever differs in rows differs in the hash of their group. */
class GroupHashTest {
  private static final String SALT = "000102030405060708090a0b0c0d0e0f";

  /** Logs have this hash: rows that hold what these hold must always have it. */
  private static final String GOLDEN =
      "0cde0ef60ee57afc1ff3eca85ba16cd28c3d8d1df864b07e7553e165d8825cbe";

  private static List<Record> rows() {
    Record row = GenericRecord.create(CatalogTable.CHANGES.schema());
    row.setField("seq", 7L);
    row.setField(
        "committed_at", Instant.parse("2026-11-22T12:00:00.000001Z").atOffset(ZoneOffset.UTC));
    row.setField("group_id", "group-7");
    row.setField("ordinal", 0);
    row.setField("operation", "update");
    row.setField("entity_kind", "asset");
    row.setField("entity_id", "id");
    row.setField("version", 2L);
    row.setField("actor", "user:ann");
    row.setField("request_id", "request");
    row.setField("changed_fields", List.of("name", "tags"));
    row.setField("after", "{\"name\":\"å\"}");
    row.setField("address", "192.0.2.1");
    return List.of(row);
  }

  private static String hash(List<Record> rows) {
    return GroupHash.of("", SALT, rows);
  }

  private static String with(String column, Object value) {
    List<Record> rows = rows();
    rows.getFirst().setField(column, value);
    return hash(rows);
  }

  @Test
  void theFormOfTheBytesStays() {
    assertThat(hash(rows())).isEqualTo(GOLDEN);
  }

  @Test
  void everyColumnCounts() {
    List<String> hashes = new ArrayList<>(List.of(hash(rows())));
    Instant later = Instant.parse("2026-11-22T12:00:00.000002Z");
    for (NestedField column : CatalogTable.CHANGES.schema().columns()) {
      Object other =
          switch (column.type().typeId()) {
            case LONG -> 99L;
            case INTEGER -> 99;
            case STRING -> "other";
            case TIMESTAMP -> later.atOffset(ZoneOffset.UTC);
            case LIST -> List.of("other");
            default -> throw new IllegalStateException(column.toString());
          };
      if (column.name().equals("salt") || column.name().equals("hash")) {
        assertThat(with(column.name(), other)).isEqualTo(hashes.getFirst());
      } else {
        hashes.add(with(column.name(), other));
      }
    }
    assertThat(hashes).hasSizeGreaterThan(20).doesNotHaveDuplicates();
  }

  @Test
  void whatMovesFromOnePlaceToAnotherCounts() {
    List<Record> moved = rows();
    moved.getFirst().setField("source", "192.0.2.1");
    moved.getFirst().setField("address", null);
    assertThat(
            List.of(
                hash(rows()),
                hash(moved),
                with("changed_fields", List.of("nametags")),
                with("changed_fields", List.of("nameta", "gs")),
                with("changed_fields", List.of()),
                with("reason", ""),
                GroupHash.of("before", SALT, rows()),
                GroupHash.of("", SALT + "00", rows()),
                GroupHash.of(SALT, "", rows()),
                GroupHash.ofRedacted(SALT, rows())))
        .doesNotHaveDuplicates();
    List<Record> two = new ArrayList<>(rows());
    two.addAll(rows());
    two.getLast().setField("seq", 8L);
    assertThat(hash(two)).isNotEqualTo(hash(two.reversed())).isNotEqualTo(hash(rows()));
  }

  @Test
  void aColumnThatIsAddedLaterCountsWhereItHasSomething() {
    List<NestedField> columns = new ArrayList<>(CatalogTable.CHANGES.schema().columns());
    columns.add(NestedField.optional(99, "later", Types.StringType.get()));
    Record wider = GenericRecord.create(new Schema(columns));
    for (NestedField column : CatalogTable.CHANGES.schema().columns()) {
      wider.setField(column.name(), rows().getFirst().getField(column.name()));
    }
    assertThat(hash(List.of(wider))).isEqualTo(GOLDEN);
    wider.setField("later", "something");
    assertThat(hash(List.of(wider))).isNotEqualTo(GOLDEN);
  }

  @Test
  void sealedRowsHaveTheirSaltAndHash() {
    List<Record> rows =
        new RandomLog(3).entries("group", 5).stream().map(ChangeRows::write).toList();
    String hash = GroupHash.seal("before", rows);
    List<String> salts = rows.stream().map(GroupHash::salt).distinct().toList();
    assertThat(salts).hasSize(1);
    assertThat(salts.getFirst()).hasSize(32);
    assertThat(rows).allSatisfy(row -> assertThat(GroupHash.hash(row)).isEqualTo(hash));
    assertThat(GroupHash.of("before", salts.getFirst(), rows)).isEqualTo(hash);
    assertThat(GroupHash.seal("before", rows)).as("with another salt").isNotEqualTo(hash);
    List<LogEntry> read = rows.stream().map(ChangeRows::read).toList();
    assertThat(read).isEqualTo(new RandomLog(3).entries("group", 5));
  }
}
