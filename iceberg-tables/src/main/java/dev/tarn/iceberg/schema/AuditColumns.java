package dev.tarn.iceberg.schema;

import static org.apache.iceberg.types.Types.NestedField.optional;
import static org.apache.iceberg.types.Types.NestedField.required;

import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types.LongType;
import org.apache.iceberg.types.Types.StringType;
import org.apache.iceberg.types.Types.TimestampType;

/** The columns of {@code audit}. Ids 1 to 14 are taken. */
final class AuditColumns {
  static final Schema SCHEMA =
      new Schema(
          List.of(
              required(1, "number", LongType.get(), "Place in the tenant's audit, from 1, no gaps"),
              required(2, "at", TimestampType.withZone(), "When it was asked for"),
              required(3, "tenant", StringType.get(), "Tenant that was asked about"),
              required(4, "actor", StringType.get(), "Who asked, such as user:alice"),
              required(
                  5,
                  "credential_kind",
                  StringType.get(),
                  "How the actor had signed in, such as api-key"),
              optional(
                  6,
                  "credential_id",
                  StringType.get(),
                  "Names the actor's key, token or session, never the secret"),
              optional(7, "address", StringType.get(), "Address of the actor's client"),
              optional(8, "request_id", StringType.get(), "Request, as in server logs and traces"),
              required(9, "action", StringType.get(), "What was asked for: manage-branches, ..."),
              required(10, "resource", StringType.get(), "What it was about, such as acme/main"),
              required(11, "decision", StringType.get(), "allowed or denied"),
              optional(
                  12, "reason", StringType.get(), "Why it was denied, or more of what was done"),
              optional(
                  13, "salt", StringType.get(), "Random bytes in hexadecimal, part of the hash"),
              required(
                  14,
                  "hash",
                  StringType.get(),
                  "SHA-256 over the hash of the event before and this event")));

  private AuditColumns() {}
}
