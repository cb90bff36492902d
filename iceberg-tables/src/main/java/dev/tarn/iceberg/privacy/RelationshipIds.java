package dev.tarn.iceberg.privacy;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.RelationshipId;
import dev.tarn.core.privacy.NameReplacer;
import dev.tarn.iceberg.privacy.AvroRows.AvroRow;
import dev.tarn.iceberg.privacy.ParquetRows.ParquetRow;
import dev.tarn.json.ValueJson;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The ids of relationships with a person: each derives from those of its two ends, so it becomes
 * another one with them.
 */
final class RelationshipIds {
  private final NameReplacer names;
  private final Map<String, String> ids = new HashMap<>();

  private RelationshipIds(NameReplacer names) {
    this.names = names;
  }

  /**
   * Reads the log and the state of all branches.
   *
   * @return new ids by old ones
   */
  static Map<String, String> find(CatalogFolders folders, NameReplacer names) throws IOException {
    RelationshipIds found = new RelationshipIds(names);
    folders.each(found::look);
    return found.ids;
  }

  private void look(CatalogFile file) throws IOException {
    boolean isRead = file.table().equals("changes") || file.table().equals("relationships");
    if (isRead && file.kind() == CatalogFile.Kind.CHANGES) {
      var unused = AvroRows.read(file.path(), record -> look(AvroRow.of(record)));
    } else if (isRead && file.kind() == CatalogFile.Kind.PARQUET) {
      Schema schema = ParquetRows.schema(ParquetRows.footer(file.path()));
      List<String> columns = ParquetRows.columns(schema);
      ParquetRows.read(file.path(), schema, record -> look(new ParquetRow(record, columns)));
    }
  }

  private void look(RowRules.Row row) {
    if ("relationship".equals(text(row.value("entity_kind")))) {
      json(text(row.value("before")));
      json(text(row.value("after")));
    } else if (row.value("source_id") != null) {
      add(row.value("id"), row.value("type"), row.value("source_id"), row.value("target_id"));
    }
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  private void json(@Nullable String json) {
    if (json != null && names.mayBeIn(json) && ValueJson.read(json) instanceof Map<?, ?> edge) {
      add(edge.get("id"), edge.get("type"), edge.get("source"), edge.get("target"));
    }
  }

  private void add(
      @Nullable Object id,
      @Nullable Object type,
      @Nullable Object source,
      @Nullable Object target) {
    if (id == null || type == null || source == null || target == null) {
      return;
    }
    String before = derived(type.toString(), source.toString(), target.toString());
    String after =
        derived(type.toString(), names.value(source.toString()), names.value(target.toString()));
    if (!before.equals(after) && id.toString().equals(before)) {
      ids.put(before, after);
    }
  }

  private static String derived(String type, String source, String target) {
    return RelationshipId.derive(type, new AssetId(source), new AssetId(target)).value();
  }
}
