package dev.tarn.rest.iceberg;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tarn.rest.scan.ScanPlans;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.iceberg.ContentFileParser;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.expressions.ExpressionParser;
import org.jspecify.annotations.Nullable;

/**
 * Parts of plans as JSON. Iceberg's own writer takes delete files with one location for one; of
 * deletion vectors many are in one file.
 */
final class ScanJson {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final String COMPLETED = "completed";

  private ScanJson() {}

  /** What makes a delete file. */
  private record Part(String location, @Nullable Long offset) {
    static Part of(DeleteFile file) {
      return new Part(file.location(), file.contentOffset());
    }
  }

  /** Returns the answer to the submission of a plan. */
  static byte[] plan(String planId, ScanPlans.Page page) {
    return write(page, COMPLETED, planId);
  }

  /** Returns the answer to the question for a plan. */
  static byte[] result(ScanPlans.Page page) {
    return write(page, COMPLETED, null);
  }

  /** Returns the answer to the question for a later part. */
  static byte[] tasks(ScanPlans.Page page) {
    return write(page, null, null);
  }

  private static byte[] write(
      ScanPlans.Page page, @Nullable String status, @Nullable String planId) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      if (status != null) {
        json.writeStringField("status", status);
      }
      if (planId != null) {
        json.writeStringField("plan-id", planId);
      }
      String next = page.next();
      if (next != null) {
        json.writeArrayFieldStart("plan-tasks");
        json.writeString(next);
        json.writeEndArray();
      }
      write(page, json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(ScanPlans.Page page, JsonGenerator json) throws IOException {
    Map<Integer, PartitionSpec> specs = page.table().specsById();
    Map<Part, Integer> numbers = new LinkedHashMap<>();
    List<DeleteFile> deletes = new ArrayList<>();
    for (FileScanTask task : page.tasks()) {
      for (DeleteFile file : task.deletes()) {
        if (numbers.putIfAbsent(Part.of(file), numbers.size()) == null) {
          deletes.add(file);
        }
      }
    }
    if (!deletes.isEmpty()) {
      json.writeArrayFieldStart("delete-files");
      for (DeleteFile file : deletes) {
        ContentFileParser.toJson(file, specs.get(file.specId()), json);
      }
      json.writeEndArray();
    }
    json.writeArrayFieldStart("file-scan-tasks");
    for (FileScanTask task : page.tasks()) {
      json.writeStartObject();
      json.writeFieldName("data-file");
      ContentFileParser.toJson(task.file(), specs.get(task.file().specId()), json);
      if (!task.deletes().isEmpty()) {
        json.writeArrayFieldStart("delete-file-references");
        for (DeleteFile file : task.deletes()) {
          json.writeNumber(Objects.requireNonNull(numbers.get(Part.of(file))));
        }
        json.writeEndArray();
      }
      json.writeFieldName("residual-filter");
      ExpressionParser.toJson(task.residual(), json);
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
