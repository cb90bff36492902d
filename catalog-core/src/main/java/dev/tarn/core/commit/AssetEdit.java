package dev.tarn.core.commit;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.AssetStatus;
import dev.tarn.core.asset.Owner;
import dev.tarn.core.change.AssetField;
import dev.tarn.core.change.UpsertMode;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.state.StateReader;
import dev.tarn.core.type.AssetType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The content of one asset while a change is laid on it. */
final class AssetEdit {
  static final int MAX_REFERENCES = 1_000;

  /** The longest chain of parents. */
  static final int MAX_CONTAINMENT_DEPTH = 64;

  private static final Pattern OWNER_KIND = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
  private static final int MAX_OWNER_KIND_CHARS = 64;

  private final StateReader state;
  private final References references;
  private final AssetType type;
  private final AssetId id;
  private final @Nullable Asset before;

  private String qualifiedName;
  private @Nullable String name;
  private @Nullable String displayName;
  private @Nullable String description;
  private @Nullable AssetId parentId;
  private @Nullable String platform;
  private @Nullable AssetId workspaceId;
  private @Nullable AssetId domainId;
  private List<Owner> owners = List.of();
  private List<AssetId> tags = List.of();
  private List<AssetId> classifications = List.of();
  private List<AssetId> terms = List.of();
  private Map<String, Object> attributes = new LinkedHashMap<>();
  private AssetStatus status = AssetStatus.ACTIVE;
  private @Nullable Double quality;
  private @Nullable Double popularity;

  /**
   * @param before what the edit starts from; null for a new asset
   */
  AssetEdit(
      StateReader state,
      AssetType type,
      AssetId id,
      String qualifiedName,
      @Nullable Asset before,
      UpsertMode mode) {
    this.state = state;
    this.references = new References(state);
    this.type = type;
    this.id = id;
    this.before = before;
    this.qualifiedName = qualifiedName;
    if (before != null && mode == UpsertMode.MERGE) {
      name = before.name();
      displayName = before.displayName();
      description = before.description();
      parentId = before.parentId();
      platform = before.platform();
      workspaceId = before.workspaceId();
      domainId = before.domainId();
      owners = before.owners();
      tags = before.tags();
      classifications = before.classifications();
      terms = before.terms();
      attributes.putAll(before.attributes());
      status = before.status();
      quality = before.quality();
      popularity = before.popularity();
    }
  }

  void apply(Map<String, @Nullable Object> fields) throws IOException {
    for (Map.Entry<String, @Nullable Object> entry : fields.entrySet()) {
      String fieldName = entry.getKey();
      AssetField field =
          AssetField.ofName(fieldName)
              .orElseThrow(
                  () ->
                      CatalogException.ofField(
                          ErrorCode.UNKNOWN_FIELD,
                          References.clip(fieldName),
                          "an asset has no such field; a type's own values go into 'attributes'"));
      set(field, entry.getValue());
    }
  }

  private void set(AssetField field, @Nullable Object value) throws IOException {
    String at = field.fieldName();
    switch (field) {
      case QUALIFIED_NAME -> {
        if (!(value instanceof String text)) {
          throw CatalogException.ofField(ErrorCode.MISSING_FIELD, at, "a qualified name is text");
        }
        if (lastSegment(qualifiedName).equals(name)) {
          name = null;
        }
        qualifiedName = TextRules.name(at, text, TextRules.MAX_QUALIFIED_NAME_CHARS);
      }
      case NAME ->
          name =
              value == null ? null : TextRules.name(at, text(at, value), TextRules.MAX_NAME_CHARS);
      case DISPLAY_NAME ->
          displayName =
              value == null ? null : TextRules.name(at, text(at, value), TextRules.MAX_NAME_CHARS);
      case DESCRIPTION ->
          description =
              value == null ? null : TextRules.text(at, text(at, value), TextRules.MAX_TEXT_CHARS);
      case PARENT -> parentId = value == null ? null : parent(at, value);
      case PLATFORM ->
          platform =
              value == null
                  ? null
                  : TextRules.name(at, text(at, value), TextRules.MAX_PLATFORM_CHARS);
      case WORKSPACE -> workspaceId = value == null ? null : one(at, value, "workspace");
      case DOMAIN -> domainId = value == null ? null : one(at, value, "domain");
      case OWNERS -> owners = owners(at, value);
      case TAGS -> tags = list(at, value, tags, "tag");
      case CLASSIFICATIONS -> classifications = list(at, value, classifications, "classification");
      case TERMS -> terms = list(at, value, terms, "glossary-term");
      case ATTRIBUTES -> setAttributes(at, value);
      case STATUS -> status = status(at, value);
      case QUALITY -> quality = score(at, value);
      case POPULARITY -> popularity = score(at, value);
    }
  }

  private static String text(String field, Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw AttributeValues.wrongKind(field, "text", value);
  }

  private AssetId parent(String field, Object value) throws IOException {
    Asset parent = references.resolve(field, value, type.parentTypes(), ErrorCode.PARENT_NOT_FOUND);
    Asset ancestor = parent;
    for (int depth = 0; ancestor != null; depth++) {
      if (ancestor.id().equals(id)) {
        throw CatalogException.ofField(
            ErrorCode.CONTAINMENT_CYCLE, field, "the asset would contain itself");
      }
      if (depth == MAX_CONTAINMENT_DEPTH) {
        throw CatalogException.ofField(
            ErrorCode.CONTAINMENT_CYCLE,
            field,
            "containment is at most " + MAX_CONTAINMENT_DEPTH + " deep");
      }
      AssetId next = ancestor.parentId();
      ancestor = next == null ? null : state.asset(next).orElse(null);
    }
    return parent.id();
  }

  private AssetId one(String field, Object value, String ofType) throws IOException {
    return references.resolve(field, value, List.of(ofType), ErrorCode.REFERENCE_NOT_FOUND).id();
  }

  private List<AssetId> list(
      String field, @Nullable Object value, List<AssetId> current, String ofType)
      throws IOException {
    if (value instanceof Map<?, ?> edit) {
      checkEdit(field, edit);
      Set<AssetId> edited = new LinkedHashSet<>(current);
      for (Object removed : elements(field + ".remove", edit.get("remove"))) {
        edited.remove(one(field + ".remove", removed, ofType));
      }
      for (Object added : elements(field + ".add", edit.get("add"))) {
        edited.add(one(field + ".add", added, ofType));
      }
      return checkCount(field, edited);
    }
    Set<AssetId> set = new LinkedHashSet<>();
    int i = 0;
    for (Object element : elements(field, value)) {
      set.add(one(field + "[" + i++ + "]", element, ofType));
    }
    return checkCount(field, set);
  }

  private List<Owner> owners(String field, @Nullable Object value) throws IOException {
    if (value instanceof Map<?, ?> edit
        && (edit.containsKey("add") || edit.containsKey("remove"))) {
      checkEdit(field, edit);
      Set<Owner> edited = new LinkedHashSet<>(owners);
      for (Object removed : elements(field + ".remove", edit.get("remove"))) {
        edited.remove(owner(field + ".remove", removed));
      }
      for (Object added : elements(field + ".add", edit.get("add"))) {
        edited.add(owner(field + ".add", added));
      }
      return checkCount(field, edited);
    }
    Set<Owner> set = new LinkedHashSet<>();
    int i = 0;
    for (Object element : elements(field, value)) {
      set.add(owner(field + "[" + i++ + "]", element));
    }
    return checkCount(field, set);
  }

  private Owner owner(String field, Object value) throws IOException {
    Object asset = value;
    String kind = Owner.DEFAULT_KIND;
    if (value instanceof Map<?, ?> map) {
      if (map.get("kind") instanceof String given) {
        kind = given;
      }
      Object named = map.get("asset");
      if (named != null) {
        asset = named;
      }
    }
    if (kind.length() > MAX_OWNER_KIND_CHARS || !OWNER_KIND.matcher(kind).matches()) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_VALUE, field + ".kind", "a kind is lower-case kebab");
    }
    return new Owner(
        references
            .resolve(field, asset, List.of("user", "team", "role"), ErrorCode.REFERENCE_NOT_FOUND)
            .id(),
        kind);
  }

  private static void checkEdit(String field, Map<?, ?> edit) {
    for (Object key : edit.keySet()) {
      if (!"add".equals(key) && !"remove".equals(key)) {
        throw CatalogException.ofField(
            ErrorCode.UNKNOWN_FIELD,
            field + "." + References.clip(String.valueOf(key)),
            "an edit of a list has 'add' and 'remove'");
      }
    }
  }

  private static List<Object> elements(String field, @Nullable Object value) {
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> list)) {
      throw AttributeValues.wrongKind(field, "a list", value);
    }
    List<Object> elements = new ArrayList<>(list.size());
    for (Object element : list) {
      if (element == null) {
        throw CatalogException.ofField(ErrorCode.INVALID_VALUE, field, "null is no reference");
      }
      elements.add(element);
    }
    return elements;
  }

  private static <T> List<T> checkCount(String field, Set<T> set) {
    if (set.size() > MAX_REFERENCES) {
      throw CatalogException.ofField(
          ErrorCode.VALUE_TOO_LARGE, field, "at most " + MAX_REFERENCES + " are allowed");
    }
    return List.copyOf(set);
  }

  private void setAttributes(String field, @Nullable Object value) {
    if (value == null) {
      attributes = new LinkedHashMap<>();
      return;
    }
    if (!(value instanceof Map<?, ?> given)) {
      throw AttributeValues.wrongKind(field, "a map", value);
    }
    attributes = Attributes.merge(field, attributes, given, type::attribute, type.name());
  }

  private static AssetStatus status(String field, @Nullable Object value) {
    if (value == null) {
      return AssetStatus.ACTIVE;
    }
    return switch (text(field, value)) {
      case "draft" -> AssetStatus.DRAFT;
      case "active" -> AssetStatus.ACTIVE;
      case "deprecated" -> AssetStatus.DEPRECATED;
      default ->
          throw CatalogException.ofField(
              ErrorCode.INVALID_VALUE, field, "expected one of draft, active, deprecated");
    };
  }

  private static @Nullable Double score(String field, @Nullable Object value) {
    if (value == null) {
      return null;
    }
    if (!(value instanceof Number number)) {
      throw AttributeValues.wrongKind(field, "a number", value);
    }
    double score = number.doubleValue();
    if (!(score >= 0 && score <= 1)) {
      throw CatalogException.ofField(
          ErrorCode.NUMBER_OUT_OF_RANGE, field, "a score is from 0 to 1");
    }
    return score;
  }

  String qualifiedName() {
    return qualifiedName;
  }

  /** Returns the names of the fields in which the edit differs from what it started from. */
  List<String> changedFields() {
    List<String> changed = new ArrayList<>();
    Asset old = before;
    if (old == null) {
      return changed;
    }
    note(changed, AssetField.QUALIFIED_NAME, old.qualifiedName(), qualifiedName);
    note(changed, AssetField.NAME, old.name(), shortName());
    note(changed, AssetField.DISPLAY_NAME, old.displayName(), displayName);
    note(changed, AssetField.DESCRIPTION, old.description(), description);
    note(changed, AssetField.PARENT, old.parentId(), parentId);
    note(changed, AssetField.PLATFORM, old.platform(), platform);
    note(changed, AssetField.WORKSPACE, old.workspaceId(), workspaceId);
    note(changed, AssetField.DOMAIN, old.domainId(), domainId);
    note(changed, AssetField.OWNERS, old.owners(), owners);
    note(changed, AssetField.TAGS, old.tags(), tags);
    note(changed, AssetField.CLASSIFICATIONS, old.classifications(), classifications);
    note(changed, AssetField.TERMS, old.terms(), terms);
    changed.addAll(Attributes.changed(old.attributes(), attributes));
    note(changed, AssetField.STATUS, old.status(), status);
    note(changed, AssetField.QUALITY, old.quality(), quality);
    note(changed, AssetField.POPULARITY, old.popularity(), popularity);
    return changed;
  }

  private static void note(
      List<String> changed, AssetField field, @Nullable Object before, @Nullable Object after) {
    if (!Objects.equals(before, after)) {
      changed.add(field.fieldName());
    }
  }

  private String shortName() {
    return name == null ? lastSegment(qualifiedName) : name;
  }

  private static String lastSegment(String qualifiedName) {
    String last = qualifiedName.substring(qualifiedName.lastIndexOf('.') + 1);
    return last.isBlank() ? qualifiedName : last;
  }

  /** Returns the edited asset, after a check that nothing required is missing. */
  Asset build(Stamp stamp, long version, @Nullable Asset created) {
    Attributes.checkRequired(type.attributes(), attributes, type.name());
    return new Asset(
        id,
        type.name(),
        qualifiedName,
        shortName(),
        displayName,
        description,
        parentId,
        platform,
        workspaceId,
        domainId,
        owners,
        tags,
        classifications,
        terms,
        attributes,
        status,
        quality,
        popularity,
        created == null ? stamp.time() : created.createdAt(),
        created == null ? stamp.actor() : created.createdBy(),
        stamp.time(),
        stamp.actor(),
        version,
        stamp.seq());
  }
}
