package dev.tarn.iceberg.privacy;

import dev.tarn.core.privacy.NameReplacer;
import dev.tarn.iceberg.privacy.AvroRows.AvroRow;
import dev.tarn.iceberg.privacy.ParquetRows.ParquetRow;
import dev.tarn.json.ValueJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.avro.generic.GenericRecord;
import org.apache.iceberg.Schema;
import org.jspecify.annotations.Nullable;

/** Looks for a person in one file after the other, decoded. */
final class FileScan {
  private final NameReplacer names;
  private final Sightings sightings;
  private final EntityRules entities;
  private final RowRules rows;
  private final ListRules lists;
  private final Set<String> groups = new HashSet<>();

  FileScan(NameReplacer names, Sightings sightings) {
    this.names = names;
    this.sightings = sightings;
    this.entities = new EntityRules(names, sightings);
    this.rows = new RowRules(entities);
    this.lists = new ListRules(entities);
  }

  RowRules rows() {
    return rows;
  }

  ListRules lists() {
    return lists;
  }

  EntityRules entities() {
    return entities;
  }

  /** Returns the groups of the log that have a row in which a person is. */
  Set<String> groups() {
    return groups;
  }

  /** Looks through a file of the catalog's own. */
  void look(CatalogFile file) throws IOException {
    Path path = file.path();
    entities.keep("names of files", String.valueOf(path.getFileName()));
    switch (file.kind()) {
      case CHANGES -> {
        var header = AvroRows.read(path, record -> changes(file.table(), AvroRow.of(record)));
        header.values().forEach(text -> entities.keep("names and properties of tables", text));
      }
      case PARQUET -> {
        Schema schema = ParquetRows.schema(ParquetRows.footer(path));
        List<String> columns = ParquetRows.columns(schema);
        ParquetRows.read(
            path, schema, record -> changes(file.table(), new ParquetRow(record, columns)));
      }
      case MANIFEST -> {
        var header = AvroRows.read(path, this::manifest);
        header.values().forEach(text -> entities.keep("headers of manifests", text));
      }
      case GZIP -> gzip(path);
      case PUFFIN ->
          entities.keep("deletion vectors", Files.readString(path, StandardCharsets.ISO_8859_1));
      case TEXT -> text(path);
    }
  }

  private void changes(String table, RowRules.Row row) {
    boolean isChanged = !rows.changes(table, row).isEmpty();
    if (isChanged && row.value("group_id") != null) {
      groups.add(String.valueOf(row.value("group_id")));
    }
  }

  /** The bounds of columns are the only text of rows that is in manifests. */
  private void manifest(GenericRecord entry) {
    each(entry, "");
  }

  private void each(@Nullable Object value, String field) {
    switch (value) {
      case GenericRecord record ->
          record.getSchema().getFields().forEach(one -> each(record.get(one.pos()), one.name()));
      case Iterable<?> list -> list.forEach(one -> each(one, field));
      case Map<?, ?> map -> map.values().forEach(one -> each(one, field));
      case ByteBuffer bytes -> {
        String text = StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
        String changed = names.value(text);
        if (!changed.equals(text)) {
          sightings.replaced("bounds in manifests", text);
        } else {
          entities.keep("bounds in manifests", text);
        }
      }
      case CharSequence text -> entities.keep("places of files", fileName(text.toString()));
      case null, default -> {}
    }
  }

  private static String fileName(String location) {
    return location.substring(location.lastIndexOf('/') + 1);
  }

  private void gzip(Path path) throws IOException {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(path)), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        entities.keep("names and properties of tables", line);
      }
    }
  }

  private void text(Path path) throws IOException {
    String text = Files.readString(path, StandardCharsets.ISO_8859_1);
    String utf8 = new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    if (path.toString().endsWith(".json")) {
      if (names.mayBeIn(utf8)) {
        if (ListRules.isTableMetadata(path)) {
          entities.keep("metadata of tables", ValueJson.write(undocumented(ValueJson.read(utf8))));
        } else {
          var unused = lists.changed(path, utf8);
        }
      }
    } else {
      entities.keep(String.valueOf(path.getFileName()), utf8);
    }
  }

  /** Returns JSON without what describes columns: those words are Tarn's. */
  static @Nullable Object undocumented(@Nullable Object json) {
    return switch (json) {
      case List<?> list -> list.stream().map(FileScan::undocumented).toList();
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> rest = new LinkedHashMap<>();
        map.forEach(
            (key, value) -> {
              if (!key.equals("doc") && !key.equals("location")) {
                rest.put(String.valueOf(key), undocumented(value));
              }
            });
        yield rest;
      }
      case null, default -> json;
    };
  }
}
