package dev.tarn.iceberg.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import java.util.Map;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types.NestedField;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class CatalogTableTest {
  @ParameterizedTest
  @EnumSource
  void everyColumnHasADoc(CatalogTable table) {
    assertThat(table.schema().columns())
        .allSatisfy(column -> assertThat(column.doc()).as(column.name()).isNotBlank());
    // A list's element and a map's entries have no doc in Iceberg: the column's says what they are.
    for (NestedField field : TypeUtil.indexById(table.schema().asStruct()).values()) {
      if (!field.name().equals("element")) {
        assertThat(field.doc()).as(field.name()).isNotBlank();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aNewTableKeepsTheFieldIds(CatalogTable table) {
    TableMetadata metadata = table.newMetadata("file:/warehouse/" + table.tableName());

    assertThat(metadata.schema().sameSchema(table.schema())).isTrue();
    assertThat(metadata.formatVersion()).isEqualTo(table.formatVersion());
    assertThat(metadata.spec().compatibleWith(table.spec())).isTrue();
    assertThat(metadata.lastColumnId()).isEqualTo(table.schema().highestFieldId());
    assertThat(table.upgraded(metadata)).isSameAs(metadata);
    assertThat(
            TableMetadataParser.fromJson(TableMetadataParser.toJson(metadata)).schema().toString())
        .isEqualTo(table.schema().toString());
  }

  @ParameterizedTest
  @EnumSource
  void aTableOfANewerVersionIsRefused(CatalogTable table) {
    TableMetadata newer =
        TableMetadata.buildFrom(table.newMetadata("file:/warehouse"))
            .setProperties(
                Map.of(
                    CatalogTable.SCHEMA_VERSION_PROPERTY,
                    Integer.toString(CatalogTable.SCHEMA_VERSION + 1)))
            .build();

    assertThatThrownBy(() -> table.upgraded(newer))
        .isInstanceOfSatisfying(
            CatalogException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_TOO_NEW));
  }
}
