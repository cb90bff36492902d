package dev.tarn.iceberg.schema;

import static org.apache.iceberg.types.Types.NestedField.optional;
import static org.apache.iceberg.types.Types.NestedField.required;

import java.util.List;
import java.util.Set;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types.BooleanType;
import org.apache.iceberg.types.Types.LongType;
import org.apache.iceberg.types.Types.StringType;
import org.apache.iceberg.types.Types.TimestampType;

/** The columns of {@code relationships}. Ids 1 to 12 are taken. */
final class RelationshipColumns {
  static final Schema SCHEMA =
      new Schema(
          List.of(
              required(
                  1, "id", StringType.get(), "Identity, derived from the type and the two ends"),
              required(2, "type", StringType.get(), "Relationship type, such as lineage"),
              required(3, "source_id", StringType.get(), "Id of the asset it starts at; upstream"),
              required(4, "target_id", StringType.get(), "Id of the asset it ends at; downstream"),
              optional(
                  5,
                  "attributes",
                  StringType.get(),
                  "Values of the type's attributes, as a JSON object; null if there are none"),
              required(
                  6,
                  "deleted",
                  BooleanType.get(),
                  "True in a tombstone: filter out for live relationships"),
              required(7, "created_at", TimestampType.withZone(), "When it was created"),
              required(8, "created_by", StringType.get(), "Who created it"),
              required(9, "updated_at", TimestampType.withZone(), "When it last changed"),
              required(10, "updated_by", StringType.get(), "Who changed it last"),
              required(
                  11, "version", LongType.get(), "Number of its changes, from 1, over deletes too"),
              required(12, "seq", LongType.get(), "Entry of the change log that made this state")),
          Set.of(1));

  private RelationshipColumns() {}
}
