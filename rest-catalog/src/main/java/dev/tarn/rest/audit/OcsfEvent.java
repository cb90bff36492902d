package dev.tarn.rest.audit;

import dev.tarn.core.audit.AuditDecision;
import dev.tarn.core.audit.AuditEntry;
import dev.tarn.core.audit.AuditEvent;
import dev.tarn.core.policy.Action;
import dev.tarn.json.ValueJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event in the Open Cybersecurity Schema Framework, version 1.5.0 (schema.ocsf.io): sign-in is
 * Authentication (3002), what decides who may do what is User Access Management (3005), all else
 * API Activity (6003).
 */
final class OcsfEvent {
  private static final String VERSION = "1.5.0";

  /** The action of what sign-in reports. */
  private static final String SIGN_IN = "sign-in";

  private static final long INFORMATIONAL = 1;
  private static final long MEDIUM = 3;
  private static final long SUCCESS = 1;
  private static final long FAILURE = 2;
  private static final long OTHER = 99;

  /** A class of events, and its activities. */
  private enum Kind {
    AUTHENTICATION(3, "Identity & Access Management", 3002, "Authentication"),
    USER_ACCESS(3, "Identity & Access Management", 3005, "User Access Management"),
    API(6, "Application Activity", 6003, "API Activity");

    private final long category;
    private final String categoryName;
    private final long uid;
    private final String className;

    Kind(long category, String categoryName, long uid, String className) {
      this.category = category;
      this.categoryName = categoryName;
      this.uid = uid;
      this.className = className;
    }

    static Kind of(String action) {
      return action.equals(SIGN_IN)
          ? AUTHENTICATION
          : action.equals(Action.MANAGE_ACCESS.code()) ? USER_ACCESS : API;
    }

    /** Returns the activity that an action is in this class. */
    long activity(String action) {
      return switch (this) {
        case AUTHENTICATION -> 1;
        case USER_ACCESS -> OTHER;
        case API -> action.startsWith("read-") ? 2 : action.startsWith("write-") ? 3 : OTHER;
      };
    }
  }

  private OcsfEvent() {}

  static String json(String chain, AuditEntry entry) {
    AuditEvent event = entry.event();
    Kind kind = Kind.of(event.action());
    boolean isDenied = event.decision() == AuditDecision.DENIED;
    long activity = kind.activity(event.action());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("class_uid", kind.uid);
    json.put("class_name", kind.className);
    json.put("category_uid", kind.category);
    json.put("category_name", kind.categoryName);
    json.put("activity_id", activity);
    if (activity == OTHER) {
      json.put("activity_name", event.action());
    }
    json.put("type_uid", 100 * kind.uid + activity);
    json.put("time", event.time().toEpochMilli());
    json.put("severity_id", isDenied ? MEDIUM : INFORMATIONAL);
    json.put("status_id", isDenied ? FAILURE : SUCCESS);
    json.put("status", isDenied ? "Failure" : "Success");
    put(json, "status_detail", event.reason());
    Map<String, Object> user = Map.of("name", event.actor());
    json.put("actor", Map.of("user", user));
    if (kind != Kind.API) {
      json.put("user", user);
    }
    if (kind == Kind.USER_ACCESS) {
      json.put("privileges", List.of(event.action()));
    }
    json.put("api", api(event));
    put(json, "src_endpoint", event.address() == null ? null : Map.of("ip", event.address()));
    json.put("resources", List.of(Map.of("name", event.resource(), "type", "branch")));
    json.put("metadata", metadata(chain, entry));
    json.put("unmapped", unmapped(entry));
    return ValueJson.write(json);
  }

  private static Map<String, Object> api(AuditEvent event) {
    Map<String, Object> api = new LinkedHashMap<>();
    api.put("operation", event.action());
    put(api, "request", event.requestId() == null ? null : Map.of("uid", event.requestId()));
    return api;
  }

  private static Map<String, Object> metadata(String chain, AuditEntry entry) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("version", VERSION);
    metadata.put("product", Map.of("name", "Tarn", "vendor_name", "Tarn"));
    metadata.put("uid", chain + "/" + entry.number());
    metadata.put("sequence", entry.number());
    metadata.put("tenant_uid", entry.event().tenant());
    return metadata;
  }

  /** What the schema has no place for. */
  private static Map<String, Object> unmapped(AuditEntry entry) {
    Map<String, Object> unmapped = new LinkedHashMap<>();
    unmapped.put("credential_kind", entry.event().credentialKind());
    put(unmapped, "credential_id", entry.event().credentialId());
    put(unmapped, "salt", entry.salt());
    unmapped.put("hash", entry.hash());
    return unmapped;
  }

  private static void put(Map<String, Object> json, String name, @Nullable Object value) {
    if (value != null) {
      json.put(name, value);
    }
  }
}
