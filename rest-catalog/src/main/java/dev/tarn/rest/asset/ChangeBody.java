package dev.tarn.rest.asset;

import dev.tarn.core.change.Change;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.json.ChangeJson;
import dev.tarn.rest.request.WriteRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** Makes the change that a request's body, address and headers mean together. */
final class ChangeBody {
  private static final String EXPECTED_VERSION = "expectedVersion";

  private ChangeBody() {}

  /**
   * Returns the change.
   *
   * @param op as in {@link ChangeJson}
   * @param members of the body; this changes them
   * @param fixed members that method and address say, and the body must not
   */
  static Change of(
      String op,
      Map<String, @Nullable Object> members,
      Map<String, ?> fixed,
      WriteRequest request) {
    refuse(members, "op");
    fixed.keySet().forEach(name -> refuse(members, name));
    members.putAll(fixed);
    members.put("op", op);
    Long expected = request.expectedVersion();
    if (expected != null) {
      if (members.containsKey(EXPECTED_VERSION)) {
        throw CatalogException.ofField(
            ErrorCode.INVALID_REQUEST,
            EXPECTED_VERSION,
            "the expected version is in the body or in " + HttpHeaders.IF_MATCH + ", not in both");
      }
      members.put(EXPECTED_VERSION, expected);
    }
    return ChangeJson.of(members);
  }

  private static void refuse(Map<String, @Nullable Object> members, String name) {
    if (members.containsKey(name)) {
      throw CatalogException.ofField(
          ErrorCode.UNKNOWN_FIELD, name, "there is no such field in this body");
    }
  }
}
