package dev.tarn.iceberg.schema;

import static org.apache.iceberg.types.Types.NestedField.optional;
import static org.apache.iceberg.types.Types.NestedField.required;

import java.util.List;
import java.util.Set;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types.DoubleType;
import org.apache.iceberg.types.Types.ListType;
import org.apache.iceberg.types.Types.LongType;
import org.apache.iceberg.types.Types.StringType;
import org.apache.iceberg.types.Types.StructType;
import org.apache.iceberg.types.Types.TimestampType;

/** The columns of {@code assets}. Ids 1 to 24 and 101 to 106 are taken. */
final class AssetColumns {
  static final StructType OWNER =
      StructType.of(
          required(102, "id", StringType.get(), "Id of a user, team or role"),
          required(
              103,
              "kind",
              StringType.get(),
              "How it owns: owner, technical, business, steward, or a word of the tenant's"));

  static final Schema SCHEMA =
      new Schema(
          List.of(
              required(
                  1, "id", StringType.get(), "Identity, 32 hexadecimal digits; stays on rename"),
              required(2, "type", StringType.get(), "Name of the asset type, such as table"),
              required(
                  3,
                  "qualified_name",
                  StringType.get(),
                  "Full name, unique among the live assets of the type"),
              required(4, "name", StringType.get(), "Short name"),
              optional(5, "display_name", StringType.get(), "Name for people"),
              optional(6, "description", StringType.get(), "Description in Markdown"),
              optional(7, "parent_id", StringType.get(), "Id of the asset that contains this one"),
              optional(8, "platform", StringType.get(), "Where it lives, such as snowflake"),
              optional(9, "workspace_id", StringType.get(), "Id of its workspace"),
              optional(10, "domain_id", StringType.get(), "Id of its domain"),
              required(
                  11,
                  "owners",
                  ListType.ofRequired(101, OWNER),
                  "Users, teams and roles that answer for it"),
              required(12, "tags", ListType.ofRequired(104, StringType.get()), "Ids of its tags"),
              required(
                  13,
                  "classifications",
                  ListType.ofRequired(105, StringType.get()),
                  "Ids of its classifications"),
              required(
                  14,
                  "terms",
                  ListType.ofRequired(106, StringType.get()),
                  "Ids of the glossary terms it is linked to"),
              optional(
                  15,
                  "attributes",
                  StringType.get(),
                  "Values of the type's attributes, as a JSON object; null if there are none"),
              required(
                  16,
                  "status",
                  StringType.get(),
                  "draft, active, deprecated, or deleted: filter out the last for live assets"),
              optional(17, "quality", DoubleType.get(), "Quality score from 0 to 1"),
              optional(18, "popularity", DoubleType.get(), "Popularity score from 0 to 1"),
              required(19, "created_at", TimestampType.withZone(), "When it was created"),
              required(20, "created_by", StringType.get(), "Who created it"),
              required(21, "updated_at", TimestampType.withZone(), "When it last changed"),
              required(22, "updated_by", StringType.get(), "Who changed it last"),
              required(
                  23, "version", LongType.get(), "Number of its changes, from 1, over deletes too"),
              required(24, "seq", LongType.get(), "Entry of the change log that made this state")),
          Set.of(1));

  private AssetColumns() {}
}
