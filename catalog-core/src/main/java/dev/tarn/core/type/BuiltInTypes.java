package dev.tarn.core.type;

import static dev.tarn.core.type.AttributeDefinition.collection;
import static dev.tarn.core.type.AttributeDefinition.oneOf;
import static dev.tarn.core.type.AttributeDefinition.optional;
import static dev.tarn.core.type.AttributeKind.BOOLEAN;
import static dev.tarn.core.type.AttributeKind.INTEGER;
import static dev.tarn.core.type.AttributeKind.JSON;
import static dev.tarn.core.type.AttributeKind.LIST;
import static dev.tarn.core.type.AttributeKind.MAP;
import static dev.tarn.core.type.AttributeKind.STRING;
import static dev.tarn.core.type.AttributeKind.TIMESTAMP;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The types that ship with Tarn. Tenants extend them and add their own. */
public final class BuiltInTypes {
  /** Relationship type: data flows from source to target. */
  public static final String LINEAGE = "lineage";

  /** Asset type: a merge that was done. */
  public static final String MERGE = "merge";

  /** Asset type: a branch that someone wants to merge. */
  public static final String CHANGE_REQUEST = "change-request";

  /**
   * The types whose assets the catalog itself makes: what they say of themselves was so, and nobody
   * writes it otherwise.
   */
  private static final Set<String> MANAGED = Set.of(MERGE, CHANGE_REQUEST);

  /** Asset type: a set of permissions. */
  public static final String ROLE = "role";

  /** Asset type: a rule of who may do what. */
  public static final String POLICY = "policy";

  /** Asset type: a group of users. */
  public static final String TEAM = "team";

  /** Asset type: a person or a service account. */
  public static final String USER = "user";

  /** Relationship type: a user is in a team or has a role, a team has a role. */
  public static final String MEMBER_OF = "member-of";

  /** Attributes that every asset type has. */
  private static final List<AttributeDefinition> COMMON =
      List.of(
          collection("properties", MAP, STRING, "Properties of the platform, by name."),
          collection("links", MAP, STRING, "Links for people: title to URL."),
          optional("externalUrl", STRING, "Where the asset is shown in its own platform."),
          optional("externalId", STRING, "The asset's identifier in the system it came from."),
          optional("sourceCreatedAt", TIMESTAMP, "When it was created on its platform."),
          optional("sourceUpdatedAt", TIMESTAMP, "When it was last changed on its platform."),
          optional("environment", STRING, "Such as prod, staging or dev."),
          collection(
              "subTypes", LIST, STRING, "What the platform calls it, such as external table."),
          optional("metadata", JSON, "What no other attribute describes."));

  private static final AttributeDefinition ROW_COUNT =
      optional("rowCount", INTEGER, "Rows, when last measured.");
  private static final AttributeDefinition SIZE_BYTES =
      optional("sizeBytes", INTEGER, "Bytes on storage, when last measured.");
  private static final AttributeDefinition SQL = optional("sql", STRING, "The defining SQL.");

  static final TypeRegistry REGISTRY = TypeRegistry.of(assetTypes(), relationshipTypes());

  private BuiltInTypes() {}

  /** Returns whether only the catalog itself makes, names and deletes assets of a type. */
  public static boolean isManaged(String type) {
    return MANAGED.contains(type);
  }

  /** Returns whether assets of a type decide who may do what. */
  public static boolean decidesAccess(String type) {
    return type.equals(ROLE) || type.equals(POLICY);
  }

  private static List<AssetType> assetTypes() {
    return List.of(
        asset("platform", "A system that holds or processes data, such as a warehouse."),
        asset("database", "A database or catalog of a platform.", ROW_COUNT, SIZE_BYTES),
        asset("schema", "A schema or namespace of a database.", ROW_COUNT, SIZE_BYTES),
        asset("container", "What groups assets on a platform, such as a folder or a project."),
        asset(
            "table",
            "A table of rows and columns.",
            ROW_COUNT,
            SIZE_BYTES,
            collection("primaryKey", LIST, STRING, "Column names."),
            collection("partitioning", LIST, STRING, "Partition fields, outermost first."),
            collection("sortOrder", LIST, STRING, "Sort fields, outermost first."),
            collection(
                "maintenance",
                LIST,
                STRING,
                "What its files need: compact-files, compact-deletes, expire-snapshots."),
            optional("location", STRING, "Where its files are."),
            optional("format", STRING, "Such as iceberg, delta or parquet."),
            optional("materialization", STRING, "How it is kept, such as incremental."),
            SQL,
            optional("rawSchema", STRING, "The schema as the platform wrote it.")),
        asset(
            "view",
            "A view over other tables.",
            SQL,
            optional("materialization", STRING, "How it is kept, such as ephemeral."),
            optional("rawSchema", STRING, "The schema as the platform wrote it.")),
        asset(
            "column",
            "A column, or a field nested in one.",
            optional("dataType", STRING, "The type as the platform writes it."),
            optional("ordinal", INTEGER, "Position in its table, from 1."),
            optional("fieldId", INTEGER, "The table format's field id."),
            optional("nullable", BOOLEAN, "Whether it may be empty."),
            optional("primaryKey", BOOLEAN, "Whether it is part of the primary key."),
            optional("partitionKey", BOOLEAN, "Whether the table is partitioned by it."),
            optional("fieldPath", STRING, "The path of a nested field, by dots.")),
        asset(
            "topic",
            "A topic or stream of messages.",
            optional("partitions", INTEGER, "Number of partitions."),
            optional("retentionMillis", INTEGER, "How long messages are kept, in milliseconds."),
            optional("rawSchema", STRING, "The message schema.")),
        asset(
            "dataset",
            "A data set that is neither table, view nor topic.",
            optional("location", STRING, "Where it is."),
            optional("format", STRING, "Such as parquet or csv."),
            ROW_COUNT,
            SIZE_BYTES,
            SQL,
            optional("materialization", STRING, "How it is kept."),
            optional("rawSchema", STRING, "The schema as the platform wrote it.")),
        asset("file", "A file or an object.", SIZE_BYTES, optional("location", STRING, "Where.")),
        asset("dashboard", "A dashboard of charts."),
        asset(
            "chart",
            "A chart or report tile.",
            optional("chartType", STRING, "Such as line or table."),
            SQL),
        asset("report", "A report for people.", SQL),
        asset(
            "pipeline",
            "A pipeline: an ordered set of jobs.",
            optional("schedule", STRING, "When it runs, as its platform writes it."),
            optional("lastRunId", STRING, "The last run."),
            optional("lastRunState", STRING, "Such as running, complete or failed."),
            optional("lastRunAt", TIMESTAMP, "When the last run was reported."),
            optional("lastRunStartedAt", TIMESTAMP, "When the last run began.")),
        asset(
            "job",
            "A step that reads and writes data.",
            optional("schedule", STRING, "When it runs, as its platform writes it."),
            SQL,
            optional("sourceCode", STRING, "The code it runs."),
            optional("language", STRING, "Of the code."),
            optional("lastRunId", STRING, "The last run."),
            optional("lastRunState", STRING, "Such as running, complete or failed."),
            optional("lastRunAt", TIMESTAMP, "When the last run was reported."),
            optional("lastRunStartedAt", TIMESTAMP, "When the last run began.")),
        asset("model", "A machine-learning model."),
        asset("feature", "An input of models.", optional("dataType", STRING, "Its type.")),
        asset(
            "test",
            "A check of data quality.",
            optional("testType", STRING, "Such as not_null or unique."),
            optional("severity", STRING, "What a failure means."),
            collection("parameters", MAP, JSON, "What it is called with."),
            SQL),
        asset(
            "metric",
            "A defined measure.",
            optional("expression", STRING, "How it is computed."),
            optional("label", STRING, "How it is shown.")),
        asset(
            "macro",
            "A function that generates SQL.",
            optional("sourceCode", STRING, "Its code."),
            optional("language", STRING, "Of the code.")),
        asset("query", "A saved query.", SQL),
        asset("api", "An interface that serves data."),
        asset("glossary", "A set of terms."),
        asset(
            "glossary-term",
            "A word of the business with one meaning.",
            optional("definition", STRING, "What it means."),
            optional("termSource", STRING, "Whether defined here or elsewhere."),
            collection("synonyms", LIST, STRING, "Other words for it.")),
        asset("tag", "A label.", optional("color", STRING, "CSS colour.")),
        asset(
            "classification",
            "A class of sensitivity or kind that policies act on.",
            oneOf(
                "sensitivity",
                List.of("public", "internal", "confidential", "restricted"),
                "How far it may travel.")),
        asset("domain", "A part of the business that answers for its data."),
        asset("data-product", "Assets offered together, with an owner and a promise."),
        asset("workspace", "Where a group works; scopes permissions."),
        asset(
            "user",
            "A person or a service account.",
            optional("email", STRING, "Address."),
            optional("title", STRING, "Position."),
            optional("department", STRING, "Where in the company."),
            optional("active", BOOLEAN, "Whether the account is in use.")),
        asset(TEAM, "A group of users.", optional("email", STRING, "Address.")),
        asset(ROLE, "A set of permissions."),
        asset(
            POLICY,
            "A rule of who may do what.",
            optional("rule", STRING, "Its text, for people."),
            oneOf("effect", List.of("allow", "deny", "mask"), "What it does."),
            collection(
                "subjects", LIST, STRING, "For whom: role:…, team:…, user:…, service:… or *."),
            collection(
                "actions", LIST, STRING, "What it is about, such as read-assets; * for all."),
            optional("condition", STRING, "Of which assets, and when: an expression in CEL."),
            collection("fields", LIST, STRING, "What a mask hides."),
            optional("enabled", BOOLEAN, "Whether it holds; true if nothing is said.")),
        asset(
            "subscription",
            "Who is told about which changes.",
            optional("filter", STRING, "Which changes."),
            optional("channel", STRING, "Where to.")),
        asset(
            "incident",
            "Something wrong with data.",
            oneOf(
                "severity",
                List.of("low", "medium", "high", "critical"),
                "How much depends on it."),
            oneOf("state", List.of("open", "acknowledged", "resolved"), "How far it is."),
            optional("openedAt", TIMESTAMP, "When it began."),
            optional("resolvedAt", TIMESTAMP, "When it ended.")),
        asset(
            "structured-property",
            "A property that another catalog defined, kept with its definition.",
            optional("valueType", STRING, "Its type."),
            collection("allowedValues", LIST, JSON, "What it may be.")),
        asset(
            CHANGE_REQUEST,
            "A branch that someone wants to merge, and what others say of it.",
            optional("author", STRING, "Who proposes it."),
            optional("sourceBranch", STRING, "What is to be merged."),
            optional("targetBranch", STRING, "What it is to be merged into."),
            oneOf(
                "state",
                List.of("open", "approved", "changes-requested", "merged", "closed"),
                "How far it was at its last event."),
            collection("reviewers", LIST, STRING, "Who is asked."),
            collection("reviews", LIST, JSON, "What reviewers said, and of which commit."),
            collection("comments", LIST, JSON, "What was said besides."),
            collection("checks", LIST, JSON, "What checks found, and at which commit."),
            optional("mergedSource", STRING, "The commit of the source that was merged.")),
        asset("document", "A text for people.", optional("content", STRING, "The text.")),
        asset(
            MERGE,
            "A merge that was done: what it brought is changed in the same commit.",
            optional("sourceBranch", STRING, "The branch whose changes were taken over."),
            optional("sourceCommit", STRING, "Up to which commit of it."),
            optional("targetBranch", STRING, "The branch that took them over."),
            optional("targetCommit", STRING, "Its commit before."),
            optional("baseCommit", STRING, "What the two had in common."),
            optional("strategy", STRING, "What was done where both had changed the same."),
            optional("conflicts", INTEGER, "How often both had changed the same."),
            optional("changes", INTEGER, "Assets, relationships and types that were changed."),
            optional("tables", INTEGER, "Tables, views and namespaces that were changed.")));
  }

  private static List<RelationshipType> relationshipTypes() {
    return List.of(
        relationship(
            LINEAGE,
            "derived-from",
            "Data flows from the source to the target.",
            List.of(),
            List.of(),
            optional("transformation", STRING, "How the target is computed."),
            optional("transformationType", STRING, "Such as identity or aggregation."),
            optional("job", AttributeKind.REFERENCE, "The job that moves the data."),
            optional("query", STRING, "The SQL that moves the data."),
            optional("confidence", AttributeKind.NUMBER, "From 0 to 1."),
            collection("properties", MAP, JSON, "What else the source says.")),
        relationship(
            "foreign-key", "referenced-by", "Values of the source are keys of the target."),
        relationship(
            MEMBER_OF, "has-member", "A user is in a team or has a role, a team has a role."),
        relationship("related-to", "related-to", "The two have to do with each other."),
        relationship("is-a", "has-kind", "The source is a kind of the target."),
        relationship("has-part", "part-of", "The target is part of the source."),
        relationship("synonym-of", "synonym-of", "The two mean the same."),
        relationship("documents", "documented-by", "The source describes the target."),
        relationship("includes", "included-in", "The source offers or shows the target."),
        relationship("tests", "tested-by", "The source checks the target."),
        relationship("depends-on", "required-by", "The source needs the target."),
        relationship("same-as", "same-as", "The two are one thing, known to two systems."),
        relationship("affects", "affected-by", "An incident concerns the target."),
        relationship("subscribes-to", "has-subscriber", "The source is told of changes."),
        relationship("governs", "governed-by", "A policy applies to the target."));
  }

  private static AssetType asset(
      String name, String description, AttributeDefinition... attributes) {
    List<AttributeDefinition> all = new ArrayList<>(COMMON);
    all.addAll(List.of(attributes));
    return new AssetType(name, description, List.of(), all, true, 1);
  }

  private static RelationshipType relationship(String name, String inverse, String description) {
    return relationship(
        name,
        inverse,
        description,
        List.of(),
        List.of(),
        collection("properties", MAP, JSON, "What else the source says."));
  }

  private static RelationshipType relationship(
      String name,
      String inverse,
      String description,
      List<String> sources,
      List<String> targets,
      AttributeDefinition... attributes) {
    return new RelationshipType(
        name, inverse, description, sources, targets, List.of(attributes), true, 1);
  }
}
