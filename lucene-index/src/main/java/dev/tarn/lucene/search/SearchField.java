package dev.tarn.lucene.search;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A field of the query syntax. */
enum SearchField {
  TYPE("type", Kind.VALUE, SearchFields.TYPE),
  NAME("name", Kind.NAME, SearchFields.NAME),
  QUALIFIED_NAME("qualifiedName", Kind.QUALIFIED_NAME, SearchFields.PATH),
  DESCRIPTION("description", Kind.PROSE, SearchFields.PROSE),
  COLUMN("column", Kind.COLUMN, SearchFields.COLUMN),
  TAG("tag", Kind.REFERENCE, SearchFields.TAG),
  TERM("term", Kind.REFERENCE, SearchFields.TERM),
  CLASSIFICATION("classification", Kind.REFERENCE, SearchFields.CLASSIFICATION),
  OWNER("owner", Kind.REFERENCE, SearchFields.OWNER),
  DOMAIN("domain", Kind.REFERENCE, SearchFields.DOMAIN),
  WORKSPACE("workspace", Kind.REFERENCE, SearchFields.WORKSPACE),
  PARENT("parent", Kind.REFERENCE, SearchFields.PARENT),
  PLATFORM("platform", Kind.VALUE, SearchFields.PLATFORM),
  STATUS("status", Kind.VALUE, SearchFields.STATUS),
  CREATED("created", Kind.TIME, SearchFields.CREATED),
  UPDATED("updated", Kind.TIME, SearchFields.UPDATED),
  POPULARITY("popularity", Kind.SCORE, SearchFields.POPULARITY),
  QUALITY("quality", Kind.SCORE, SearchFields.QUALITY);

  /** Before the name of an attribute. */
  static final String ATTRIBUTES = "attributes.";

  /** What can be asked of a field. */
  enum Kind {
    VALUE,
    REFERENCE,
    NAME,
    QUALIFIED_NAME,
    PROSE,
    COLUMN,
    TIME,
    SCORE
  }

  private final String label;
  private final Kind kind;
  private final String indexed;

  SearchField(String label, Kind kind, String indexed) {
    this.label = label;
    this.kind = kind;
    this.indexed = indexed;
  }

  /** Returns the name in queries. */
  String label() {
    return label;
  }

  Kind kind() {
    return kind;
  }

  /** Returns the field of the index. */
  String indexed() {
    return indexed;
  }

  /** Returns the types of what a reference refers to; empty for any. */
  List<String> types() {
    return switch (this) {
      case TAG, CLASSIFICATION, DOMAIN, WORKSPACE -> List.of(label);
      case TERM -> List.of("glossary-term");
      case OWNER -> List.of("user", "team", "role");
      case TYPE,
          NAME,
          QUALIFIED_NAME,
          DESCRIPTION,
          COLUMN,
          PARENT,
          PLATFORM,
          STATUS,
          CREATED,
          UPDATED,
          POPULARITY,
          QUALITY ->
          List.of();
    };
  }

  /** Returns whether values are counted by facets. */
  boolean isFacet() {
    return kind == Kind.VALUE || (kind == Kind.REFERENCE && this != PARENT);
  }

  /** Returns the field that is called so in queries. */
  static Optional<SearchField> of(String label) {
    return Arrays.stream(values()).filter(field -> field.label.equals(label)).findAny();
  }

  /** Returns the names of all fields, for people. */
  static String labels() {
    return Stream.concat(
            Arrays.stream(values()).map(SearchField::label), Stream.of(ATTRIBUTES + "<name>"))
        .collect(Collectors.joining(", "));
  }

  /** Returns the names of the fields that facets count by, for people. */
  static String facetLabels() {
    return Arrays.stream(values())
        .filter(SearchField::isFacet)
        .map(SearchField::label)
        .collect(Collectors.joining(", "));
  }
}
