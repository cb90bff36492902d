package dev.tarn.rest.graphql;

import dev.tarn.core.asset.Entity;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.type.AssetType;
import dev.tarn.core.type.AttributeDefinition;
import dev.tarn.core.type.AttributeKind;
import dev.tarn.json.EntityJson;
import dev.tarn.json.ValueJson;
import graphql.schema.idl.RuntimeWiring;
import org.jspecify.annotations.Nullable;

/** The fields of types and of entries of the log. */
final class TypeWiring {
  private TypeWiring() {}

  static void addTo(RuntimeWiring.Builder wiring) {
    new ObjectWiring<>("AssetType", AssetType.class)
        .field("name", AssetType::name)
        .field("description", AssetType::description)
        .field("parent_types", AssetType::parentTypes)
        .field("attributes", AssetType::attributes)
        .field("built_in", AssetType::builtIn)
        .field("version", AssetType::version)
        .addTo(wiring);
    new ObjectWiring<>("AttributeDefinition", AttributeDefinition.class)
        .field("name", AttributeDefinition::name)
        .field("kind", definition -> definition.kind().code())
        .field("element_kind", definition -> code(definition.elementKind()))
        .field("required", AttributeDefinition::required)
        .field("enum_values", AttributeDefinition::enumValues)
        .field("minimum", AttributeDefinition::minimum)
        .field("maximum", AttributeDefinition::maximum)
        .field("max_length", AttributeDefinition::maxLength)
        .field("description", AttributeDefinition::description)
        .addTo(wiring);
    new ObjectWiring<>("Change", LogEntry.class)
        .field("seq", LogEntry::seq)
        .field("committed_at", LogEntry::committedAt)
        .field("operation", entry -> entry.operation().code())
        .field("kind", entry -> entry.kind().code())
        .field("key", LogEntry::key)
        .field("version", entry -> entry.after().version())
        .field("changed_fields", LogEntry::changedFields)
        .field("actor", LogEntry::actor)
        .field("request_id", LogEntry::requestId)
        .field("source", LogEntry::source)
        .field("reason", LogEntry::reason)
        .field("before", entry -> json(entry.before()))
        .field("after", entry -> json(entry.after()))
        .addTo(wiring);
  }

  private static @Nullable String code(@Nullable AttributeKind kind) {
    return kind == null ? null : kind.code();
  }

  private static @Nullable Object json(@Nullable Entity entity) {
    return entity == null ? null : ValueJson.read(EntityJson.write(entity));
  }
}
