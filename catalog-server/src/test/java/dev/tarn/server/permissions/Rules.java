package dev.tarn.server.permissions;

import static dev.tarn.core.policy.Action.ERASE_PERSONS;
import static dev.tarn.core.policy.Action.MANAGE_ACCESS;
import static dev.tarn.core.policy.Action.MANAGE_BRANCHES;
import static dev.tarn.core.policy.Action.MANAGE_INDEX;
import static dev.tarn.core.policy.Action.MANAGE_STORAGE;
import static dev.tarn.core.policy.Action.MANAGE_TENANTS;
import static dev.tarn.core.policy.Action.READ_ASSETS;
import static dev.tarn.core.policy.Action.READ_AUDIT;
import static dev.tarn.core.policy.Action.READ_CHANGES;
import static dev.tarn.core.policy.Action.READ_STATUS;
import static dev.tarn.core.policy.Action.READ_TABLES;
import static dev.tarn.core.policy.Action.READ_TYPES;
import static dev.tarn.core.policy.Action.REVIEW_CHANGES;
import static dev.tarn.core.policy.Action.RUN_INGESTION;
import static dev.tarn.core.policy.Action.WRITE_ASSETS;
import static dev.tarn.core.policy.Action.WRITE_TABLES;
import static dev.tarn.core.policy.Action.WRITE_TYPES;
import static dev.tarn.server.permissions.Rule.BODY;
import static dev.tarn.server.permissions.Rule.METHOD;
import static dev.tarn.server.permissions.Rule.PATH;
import static dev.tarn.server.permissions.Rule.QUERY;
import static dev.tarn.server.permissions.Rule.needs;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.RelationshipId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The one table that says whom each operation is for: those of the metadata API by their ids, the
 * fields of GraphQL by type and name, the routes of Iceberg by method and path, filters that answer
 * by their class, the verbs of the example of a later protocol. What is not in it fails the build.
 */
final class Rules {
  private static final String RELATIONSHIP =
      RelationshipId.derive(
              "lineage", AssetId.derive("table", "up"), AssetId.derive("table", "down"))
          .value();
  static final String NEW_NAMESPACE = "{\"namespace\": [\"new\"], \"properties\": {}}";
  private static final String SCHEMA =
      "\"schema\": {\"type\": \"struct\", \"schema-id\": 0, \"fields\": [{\"id\": 1, \"name\":"
          + " \"id\", \"required\": false, \"type\": \"long\"}]}";
  static final String NEW_TABLE = "{\"name\": \"made\", " + SCHEMA + "}";
  static final String NEW_VIEW =
      "{\"name\": \"made\", "
          + SCHEMA
          + ", \"view-version\": {\"version-id\": 1, \"timestamp-ms\": 1, \"schema-id\": 0,"
          + " \"summary\": {}, \"representations\": [{\"type\": \"sql\", \"sql\": \"select 1 as"
          + " id\", \"dialect\": \"spark\"}], \"default-namespace\": [\"NAMESPACE\"]},"
          + " \"properties\": {}}";
  private static final String UPDATE =
      "\"requirements\": [], \"updates\": [{\"action\": \"set-properties\", \"updates\": {\"a\":"
          + " \"b\"}}]";
  private static final String IDENTIFIER = "{\"namespace\": [\"NAMESPACE\"], \"name\": \"%s\"}";
  private static final String FROM_FILE =
      "{\"name\": \"registered\", \"metadata-location\": \"file:FOLDER/v1.metadata.json\"}";
  private static final String REPORT =
      "{\"report-type\": \"scan-report\", \"table-name\": \"t\", \"snapshot-id\": 1, \"filter\":"
          + " true, \"schema-id\": 0, \"projected-field-ids\": [1], \"projected-field-names\":"
          + " [\"id\"], \"metrics\": {}}";

  /** The operation after which the tenant answers to nobody. */
  static final String SUSPENSION = "suspendTenant";

  /** The operation that ends a session. */
  static final String SIGN_OUT = "filter LogoutFilter";

  private static final String NAME = "name";
  private static final String NAMESPACES = IcebergOperations.WAREHOUSE + "namespaces";
  private static final String ONE_NAMESPACE = NAMESPACES + "/{namespace}";
  private static final String TABLES = ONE_NAMESPACE + "/tables";
  private static final String ONE_TABLE = TABLES + "/{table}";
  private static final String VIEWS = ONE_NAMESPACE + "/views";
  private static final String ONE_VIEW = VIEWS + "/{view}";

  private final Map<String, Rule> rules = new TreeMap<>();

  private Rules() {}

  /** Returns the table. */
  static Map<String, Rule> table() {
    Rules table = new Rules();
    table.metadata();
    table.branches();
    table.installation();
    table.signIn();
    table.tenants();
    table.provisioning();
    table.graphql();
    table.iceberg();
    table.lines();
    return table.rules;
  }

  private void put(Rule rule, String... operations) {
    for (String operation : operations) {
      if (rules.put(operation, rule) != null) {
        throw new IllegalStateException("twice: " + operation);
      }
    }
  }

  private void metadata() {
    put(
        needs(READ_ASSETS),
        "listAssets",
        "asset",
        "assetHistory",
        "assetRelationships",
        "listRelationships",
        "relationship",
        "search",
        "searchByParameters",
        "suggest",
        "lineageAround",
        "lineageImpact");
    put(needs(READ_ASSETS).with("type", "table").with("qualifiedName", "x"), "assetByName");
    put(needs(READ_ASSETS).with("from", Samples.ID).with("to", Samples.ID), "lineagePaths");
    put(
        needs(WRITE_ASSETS),
        "upsertAsset",
        "replaceAsset",
        "patchAsset",
        "deleteAsset",
        "restoreAsset");
    put(
        needs(WRITE_ASSETS)
            .with(
                BODY,
                "{\"type\": \"lineage\", \"source\": \"table:up\", \"target\": \"table:down\"}"),
        "putRelationship");
    put(needs(WRITE_ASSETS).with("id", RELATIONSHIP), "removeRelationship");
    put(needs(WRITE_ASSETS).with(BODY, "{\"type\": \"table\", \"qualifiedName\": \"x\"}"), "bulk");
    put(needs(READ_TYPES), "listTypes", "assetType", "relationshipType");
    put(needs(WRITE_TYPES), "defineAssetType", "defineRelationshipType");
    put(needs(READ_CHANGES), "changes");
    put(Rule.signedIn(), "importFormats");
    put(needs(RUN_INGESTION), "importPaths multipart/form-data", "listImports", "import");
    put(needs(RUN_INGESTION), "lineage", "lineage_1");
    put(
        needs(RUN_INGESTION).with(BODY, "{\"paths\": [\"FOLDER/x.ndjson\"]}"),
        "importPaths application/json");
  }

  private void branches() {
    put(needs(READ_STATUS), "status", "listBranches", "getBranch", "listTags", "getTag");
    put(
        needs(MANAGE_BRANCHES),
        "createBranch",
        "patchBranch",
        "deleteBranch",
        "createTag",
        "patchTag",
        "deleteTag");
    put(needs(READ_ASSETS).with("from", "main").with("to", "main"), "diff", "diffSummary");
    put(needs(READ_ASSETS, WRITE_ASSETS), "revertCommit", "mergeChangeRequest");
    put(needs(READ_ASSETS, WRITE_ASSETS).with(NAME, "x"), "mergeBranch");
    put(needs(READ_ASSETS), "listChangeRequests", "changeRequest");
    put(
        needs(REVIEW_CHANGES),
        "createChangeRequest",
        "commentChangeRequest",
        "reviewChangeRequest",
        "checkChangeRequest",
        "closeChangeRequest");
    put(needs(READ_STATUS), "index", "listIndexRuns", "indexRun");
    put(needs(MANAGE_INDEX), "rebuildIndex", "verifyIndex", "cancelIndexRun");
    put(needs(READ_STATUS), "listMaintenanceRuns", "maintenanceRun");
    put(needs(MANAGE_STORAGE), "collectGarbage", "cancelMaintenanceRun");
  }

  private void installation() {
    put(Rule.installation(), "listTenants", "createTenant");
    put(Rule.signedIn(), "principal");
    put(needs(MANAGE_ACCESS).with("all", "true"), "listKeys");
    put(needs(MANAGE_ACCESS), "rotateKey", "revokeKey", "simulateAccess");
    // People make keys for themselves.
    put(
        needs(MANAGE_ACCESS).with(BODY, "{\"actor\": \"service:x\", \"roles\": [\"reader\"]}"),
        "createKey");
    put(needs(), "accessOfMe");
    put(
        needs(MANAGE_ACCESS).with("action", "read-assets").with("actor", "user:x"),
        "explainAccess");
    put(
        Rule.everybody().with(BODY, "grant_type=x"),
        "POST /api/v1/oauth/token",
        "POST /iceberg/v1/oauth/tokens");
    put(
        Rule.everybody(),
        "GET /.well-known/jwks.json",
        "GET /v3/api-docs",
        "GET /v3/api-docs/swagger-config",
        "GET /swagger-ui.html");
    put(Rule.signedIn(), "GET /v3/api-docs.yaml", "ANY /iceberg/**");
    put(
        Rule.installation(),
        "GET /actuator",
        "GET /actuator/health",
        "GET /actuator/health/**",
        "GET /actuator/info",
        "GET /actuator/prometheus");
  }

  /** Logins begin without a credential, and end with one that only a provider can give. */
  private void signIn() {
    put(
        Rule.everybody().with(PATH, "/sign-in/" + LocalIssuer.NAME),
        "filter OAuth2AuthorizationRequestRedirectFilter");
    put(
        Rule.nobody().with(PATH, "/sign-in/callback/" + LocalIssuer.NAME + "?code=x&state=x"),
        "filter OAuth2LoginAuthenticationFilter");
    put(Rule.everybody().with(METHOD, "POST").with(PATH, "/sign-out"), SIGN_OUT);
    put(
        Rule.everybody().with(PATH, "/.well-known/oauth-protected-resource"),
        "filter OAuth2ProtectedResourceMetadataFilter");
    put(
        Rule.everybody(),
        "GET /sign-in/saml/{name}",
        "GET /sign-in/saml/{name}/metadata",
        "GET /sign-in/saml/{name}/logout",
        "POST /sign-in/saml/{name}/logout");
    put(Rule.nobody().with(BODY, "SAMLResponse=x"), "POST /sign-in/saml/{name}/acs");
  }

  private void tenants() {
    put(needs(READ_STATUS).with(NAME, Operation.TENANT), "tenant", "tenantUsage");
    Rule manages = needs(MANAGE_TENANTS).with(NAME, Operation.TENANT);
    put(manages, "limitTenant", SUSPENSION, "resumeTenant", "deleteTenant");
    put(manages.with(BODY, "{\"name\": \"copy\"}"), "cloneTenant");
    put(manages.with(BODY, "{\"to\": \"main\", \"dryRun\": true}"), "restoreTenant");
    put(needs(READ_AUDIT), "audit", "verifyAudit", "verifyLog", "exportAudit");
    // The tenant has clones, which share its files: of such a one, operators ask.
    put(
        needs(MANAGE_TENANTS).with(BODY, "{\"person\": \"user:x\"}"),
        "findPerson",
        "pseudonymisePerson",
        "erasePerson");
    put(needs(ERASE_PERSONS), "listPrivacyRuns", "privacyRun", "cancelPrivacyRun");
  }

  private void provisioning() {
    Rule manages = needs(MANAGE_ACCESS).inOwnTenant();
    for (String kind : List.of("Users", "Groups")) {
      String all = "/scim/v2/" + kind;
      put(manages, "GET " + all, "POST " + all);
      for (String method : List.of("GET", "PUT", "PATCH", "DELETE")) {
        put(manages, method + " " + all + "/{id}");
      }
    }
    for (String about : List.of("ServiceProviderConfig", "ResourceTypes", "Schemas")) {
      put(manages, "GET /scim/v2/" + about);
    }
  }

  private void graphql() {
    put(
        needs(READ_ASSETS),
        "Query.commit",
        "Query.asset",
        "Query.assets",
        "Query.search",
        "Query.suggest",
        "Query.relationship",
        "Query.relationships");
    put(needs(READ_TYPES), "Query.asset_types", "Query.asset_type");
    put(
        needs(WRITE_ASSETS),
        "Mutation.upsert_asset",
        "Mutation.patch_asset",
        "Mutation.delete_asset",
        "Mutation.restore_asset",
        "Mutation.put_relationship",
        "Mutation.remove_relationship");
    put(needs(READ_CHANGES), "Subscription.changes");
  }

  private void iceberg() {
    Rule reads = needs(READ_TABLES);
    put(reads.with(QUERY, "?warehouse=" + Operation.TENANT), "GET /iceberg/v1/config");
    put(
        reads,
        "GET " + NAMESPACES,
        "GET " + ONE_NAMESPACE,
        "HEAD " + ONE_NAMESPACE,
        "GET " + TABLES,
        "GET " + ONE_TABLE,
        "HEAD " + ONE_TABLE,
        "GET " + ONE_TABLE + "/credentials",
        "GET " + ONE_TABLE + "/plan/{planId}",
        "DELETE " + ONE_TABLE + "/plan/{planId}",
        "GET " + VIEWS,
        "GET " + ONE_VIEW,
        "HEAD " + ONE_VIEW);
    put(reads.with(BODY, "{}"), "POST " + ONE_TABLE + "/plan");
    put(reads.with(BODY, "{\"plan-task\": \"x\"}"), "POST " + ONE_TABLE + "/tasks");
    put(reads.with(BODY, REPORT), "POST " + ONE_TABLE + "/metrics");

    Rule writes = needs(WRITE_TABLES);
    put(writes, "DELETE " + ONE_NAMESPACE, "DELETE " + ONE_TABLE, "DELETE " + ONE_VIEW);
    put(writes.with(BODY, NEW_NAMESPACE), "POST " + NAMESPACES);
    put(
        writes.with(BODY, "{\"updates\": {\"a\": \"b\"}}"),
        "POST " + ONE_NAMESPACE + "/properties");
    put(writes.with(BODY, NEW_TABLE), "POST " + TABLES);
    put(writes.with(BODY, NEW_VIEW), "POST " + VIEWS);
    put(writes.with(BODY, "{" + UPDATE + "}"), "POST " + ONE_TABLE, "POST " + ONE_VIEW);
    put(
        writes.with(BODY, FROM_FILE),
        "POST " + ONE_NAMESPACE + "/register",
        "POST " + ONE_NAMESPACE + "/register-view");
    put(
        writes.with(BODY, renamed(IcebergOperations.TABLE)),
        "POST " + IcebergOperations.WAREHOUSE + "tables/rename");
    put(
        writes.with(BODY, renamed(IcebergOperations.VIEW)),
        "POST " + IcebergOperations.WAREHOUSE + "views/rename");
    put(
        writes.with(
            BODY,
            "{\"table-changes\": [{\"identifier\": "
                + IDENTIFIER.formatted(IcebergOperations.TABLE)
                + ", "
                + UPDATE
                + "}]}"),
        "POST " + IcebergOperations.WAREHOUSE + "transactions/commit");
  }

  /** Of the example of a protocol that comes later. */
  private void lines() {
    put(needs(READ_ASSETS), "line search");
    put(needs(READ_STATUS), "line head");
    put(needs(WRITE_ASSETS), "line delete");
  }

  private static String renamed(String name) {
    return "{\"source\": "
        + IDENTIFIER.formatted(name)
        + ", \"destination\": "
        + IDENTIFIER.formatted("renamed")
        + "}";
  }
}
