package dev.tarn.iceberg.schema;

import static org.apache.iceberg.types.Types.NestedField.optional;
import static org.apache.iceberg.types.Types.NestedField.required;

import java.util.List;
import java.util.Set;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types.BooleanType;
import org.apache.iceberg.types.Types.ListType;
import org.apache.iceberg.types.Types.LongType;
import org.apache.iceberg.types.Types.StringType;
import org.apache.iceberg.types.Types.TimestampType;

/** The columns of {@code types}. Ids 1 to 14 and 101 to 104 are taken. */
final class TypeColumns {
  static final Schema SCHEMA =
      new Schema(
          List.of(
              required(1, "kind", StringType.get(), "asset-type or relationship-type"),
              required(2, "name", StringType.get(), "Name, such as glossary-term"),
              optional(
                  3, "inverse_name", StringType.get(), "How a relationship reads from its target"),
              required(4, "description", StringType.get(), "Description for people"),
              required(
                  5,
                  "parent_types",
                  ListType.ofRequired(101, StringType.get()),
                  "Asset types that may contain one of an asset type; empty: any"),
              required(
                  6,
                  "source_types",
                  ListType.ofRequired(102, StringType.get()),
                  "Asset types that a relationship may start at; empty: any"),
              required(
                  7,
                  "target_types",
                  ListType.ofRequired(103, StringType.get()),
                  "Asset types that a relationship may end at; empty: any"),
              required(
                  8,
                  "attribute_names",
                  ListType.ofRequired(104, StringType.get()),
                  "Names of its attributes, in order"),
              required(9, "built_in", BooleanType.get(), "Whether it extends a type of Tarn"),
              required(
                  10,
                  "definition",
                  StringType.get(),
                  "The whole type with kinds and constraints of attributes, as JSON"),
              required(11, "version", LongType.get(), "Number of its changes, from 1"),
              required(12, "updated_at", TimestampType.withZone(), "When it last changed"),
              required(13, "updated_by", StringType.get(), "Who changed it last"),
              required(14, "seq", LongType.get(), "Entry of the change log that made this state")),
          Set.of(1, 2));

  private TypeColumns() {}
}
