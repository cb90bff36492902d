package dev.tarn.iceberg.privacy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.data.Record;
import org.jspecify.annotations.Nullable;

/** What is replaced in the rows of the catalog's tables, by column. */
final class RowRules {
  private final EntityRules entities;

  RowRules(EntityRules entities) {
    this.entities = entities;
  }

  /** A row, by the names of columns. */
  interface Row {
    /** Returns the names of the columns, in order. */
    List<String> columns();

    /** Returns a value; null if it is null, or there is no such column. */
    @Nullable Object value(String column);
  }

  /** What a column holds. */
  private enum Role {
    /** Nothing of a person. */
    FIXED,
    /** An id or actor, or a list of them. */
    VALUE,
    /** A name that something is known by. */
    QUALIFIED_NAME,
    /** A name that may be a part of that. */
    NAME,
    DISPLAY_NAME,
    DESCRIPTION,
    ENTITY,
    ATTRIBUTES,
    /** What tells where, or with what, the actor of the row signed in. */
    CREDENTIAL,
    TEXT
  }

  private static Role role(String table, String column) {
    return switch (column) {
      case "group_id", "operation", "entity_kind", "entity_type", "type", "kind", "status" ->
          Role.FIXED;
      case "request_fingerprint", "changed_fields", "salt", "hash", "platform" -> Role.FIXED;
      case "id", "entity_id", "parent_id", "workspace_id", "domain_id" -> Role.VALUE;
      case "owners", "tags", "classifications", "terms" -> Role.VALUE;
      case "actor", "created_by", "updated_by" -> Role.VALUE;
      case "source_id", "target_id", "table_id" -> Role.VALUE;
      case "qualified_name", "table_name", "columns" -> Role.QUALIFIED_NAME;
      case "name" -> table.equals("assets") ? Role.NAME : Role.QUALIFIED_NAME;
      case "display_name" -> Role.DISPLAY_NAME;
      case "description" -> Role.DESCRIPTION;
      case "before", "after" -> Role.ENTITY;
      case "attributes", "definition" -> Role.ATTRIBUTES;
      case "address", "credential_id" -> Role.CREDENTIAL;
      default -> Role.TEXT;
    };
  }

  /** Returns the values that change, by column. */
  Map<String, @Nullable Object> changes(String table, Row row) {
    boolean isPerson = isPerson(row);
    boolean isByPerson = isByPerson(row);
    Map<String, @Nullable Object> changes = new LinkedHashMap<>();
    for (String column : row.columns()) {
      Object value = row.value(column);
      Role role = role(table, column);
      if (value != null && role != Role.FIXED) {
        String place = table + "." + column;
        Object changed =
            role == Role.CREDENTIAL
                ? (isByPerson ? entities.gone(place, value) : value)
                : changed(place, role, value, row, isPerson);
        if (!value.equals(changed)) {
          changes.put(column, changed);
        }
      }
    }
    return changes;
  }

  private boolean isPerson(Row row) {
    Object id = row.value("id");
    return entities.isPerson(id == null ? row.value("entity_id") : id);
  }

  private boolean isByPerson(Row row) {
    return row.value("actor") instanceof CharSequence actor && entities.isActor(actor.toString());
  }

  private @Nullable Object changed(
      String place, Role role, Object value, Row row, boolean isPerson) {
    return switch (value) {
      case CharSequence text -> {
        Object changed = text(place, role, text.toString(), row, isPerson);
        yield text.toString().equals(changed) ? value : changed;
      }
      case List<?> list -> {
        List<@Nullable Object> changed = new ArrayList<>();
        list.forEach(
            each -> changed.add(each == null ? null : changed(place, role, each, row, false)));
        yield list.equals(changed) ? value : changed;
      }
      case Record owner -> {
        Record copy = owner.copy();
        if (copy.getField("id") instanceof String id) {
          copy.setField("id", entities.value(place, id));
        }
        yield copy;
      }
      default -> value;
    };
  }

  private @Nullable Object text(String place, Role role, String text, Row row, boolean isPerson) {
    return switch (role) {
      case VALUE -> entities.value(place, text);
      case QUALIFIED_NAME -> isPerson ? entities.value(place, text) : kept(place, text);
      case NAME ->
          isPerson || !EntityRules.isPartOf(text, row.value("qualified_name"))
              ? entities.text(place, text)
              : kept(place, text);
      case DISPLAY_NAME -> isPerson ? entities.whole(place, text) : entities.text(place, text);
      case DESCRIPTION -> isPerson ? entities.gone(place, text) : entities.text(place, text);
      case ENTITY -> entities.entity(place, text);
      case ATTRIBUTES -> entities.attributes(place, text, isPerson);
      case TEXT -> entities.text(place, text);
      case FIXED, CREDENTIAL -> text;
    };
  }

  private String kept(String place, String text) {
    entities.keep(place, text);
    return text;
  }
}
