package dev.tarn.iceberg.schema;

import static org.apache.iceberg.types.Types.NestedField.optional;
import static org.apache.iceberg.types.Types.NestedField.required;

import java.util.List;
import java.util.Set;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types.IntegerType;
import org.apache.iceberg.types.Types.ListType;
import org.apache.iceberg.types.Types.LongType;
import org.apache.iceberg.types.Types.StringType;
import org.apache.iceberg.types.Types.TimestampType;

/** The columns of {@code changes}. Ids 1 to 24 and 101 are taken. */
final class ChangeColumns {
  static final Schema SCHEMA =
      new Schema(
          List.of(
              required(
                  1, "seq", LongType.get(), "Position in the log of the branch, from 1, no gaps"),
              required(
                  2,
                  "committed_at",
                  TimestampType.withZone(),
                  "When the group of the change was formed; never decreases with seq"),
              required(
                  3, "group_id", StringType.get(), "UUID of the group commit the change was in"),
              required(
                  4,
                  "ordinal",
                  IntegerType.get(),
                  "Position of the change in its request, from 0; repeated by a cascade"),
              required(
                  5,
                  "operation",
                  StringType.get(),
                  "What was done: create, update, delete or restore"),
              required(
                  6,
                  "entity_kind",
                  StringType.get(),
                  "What was changed: asset, relationship, asset-type or relationship-type"),
              required(
                  7,
                  "entity_id",
                  StringType.get(),
                  "Id of the asset or relationship, or name of the type"),
              optional(
                  8, "entity_type", StringType.get(), "Type of the asset or relationship, if one"),
              optional(
                  9,
                  "qualified_name",
                  StringType.get(),
                  "Qualified name of the asset after the change; null for other kinds"),
              required(10, "version", LongType.get(), "Version of the entity after the change"),
              required(11, "actor", StringType.get(), "Who changed it, such as user:alice"),
              required(12, "request_id", StringType.get(), "Request, as in server logs and traces"),
              optional(13, "source", StringType.get(), "Connector or client, such as dbt or cli"),
              optional(14, "reason", StringType.get(), "Why, in the words of the writer"),
              required(
                  15,
                  "changed_fields",
                  ListType.ofRequired(101, StringType.get()),
                  "Names of changed fields, attributes as attributes.name; empty for a create"),
              optional(16, "before", StringType.get(), "State before, as JSON; null for a create"),
              required(
                  17,
                  "after",
                  StringType.get(),
                  "State after, as JSON; for a delete, the tombstone"),
              optional(
                  18,
                  "idempotency_key",
                  StringType.get(),
                  "Key under which the actor may repeat the request without effect"),
              optional(
                  19,
                  "request_fingerprint",
                  StringType.get(),
                  "Digest of the request that the idempotency key stands for"),
              optional(
                  20,
                  "credential_kind",
                  StringType.get(),
                  "How the actor had signed in, such as api-key"),
              optional(
                  21,
                  "credential_id",
                  StringType.get(),
                  "Names the actor's key, token or session, never the secret"),
              optional(22, "address", StringType.get(), "Address of the actor's client"),
              optional(
                  23,
                  "salt",
                  StringType.get(),
                  "Random bytes of the group in hexadecimal, part of its hash"),
              optional(
                  24,
                  "hash",
                  StringType.get(),
                  "SHA-256 over the hash of the group before, the salt and all rows of the group")),
          Set.of(1));

  private ChangeColumns() {}
}
