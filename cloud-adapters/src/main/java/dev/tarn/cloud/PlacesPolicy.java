package dev.tarn.cloud;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What keys that are given away are good for: the files in some places, and nothing else. The form
 * is that of IAM's policies.
 */
final class PlacesPolicy {
  private static final JsonMapper JSON = new JsonMapper();

  /** Of the language of policies; only since this one it has variables. */
  private static final String VERSION = "2012-10-17";

  private static final List<String> READ = List.of("s3:GetObject", "s3:GetObjectVersion");
  private static final List<String> WRITE =
      List.of("s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload");

  /** A place in a bucket; the key ends without a slash. */
  record Place(String bucket, String key) {
    /**
     * Returns the place of a location such as {@code s3://bucket/folder}.
     *
     * @throws IllegalArgumentException if it is a whole bucket, or none
     */
    static Place of(String location) {
      String rest = location.substring(location.indexOf("://") + 3);
      int slash = rest.indexOf('/');
      String key = slash < 0 ? "" : rest.substring(slash + 1).replaceAll("/+$", "");
      if (slash <= 0 || key.isEmpty()) {
        throw new IllegalArgumentException("not a folder of a bucket: " + location);
      }
      return new Place(rest.substring(0, slash), key);
    }
  }

  private PlacesPolicy() {}

  /**
   * @param partition of the resources' names: {@code aws}, or one of Amazon's others
   */
  static String of(String partition, Collection<Place> places, FileAccess access) {
    Map<String, TreeSet<String>> folders = new TreeMap<>();
    places.forEach(
        place ->
            folders
                .computeIfAbsent(place.bucket(), bucket -> new TreeSet<>())
                .add(plain(place.key()) + "/*"));
    ObjectNode policy = JSON.createObjectNode().put("Version", VERSION);
    ArrayNode statements = policy.putArray("Statement");
    folders.forEach(
        (bucket, keys) -> {
          String name = "arn:" + partition + ":s3:::" + bucket;
          ObjectNode files = statements.addObject().put("Effect", "Allow");
          ArrayNode actions = files.putArray("Action");
          READ.forEach(actions::add);
          if (access == FileAccess.WRITE) {
            WRITE.forEach(actions::add);
          }
          ArrayNode resources = files.putArray("Resource");
          keys.forEach(key -> resources.add(name + "/" + key));
          ObjectNode list =
              statements
                  .addObject()
                  .put("Effect", "Allow")
                  .put("Action", "s3:ListBucket")
                  .put("Resource", name);
          ArrayNode prefixes =
              list.putObject("Condition").putObject("StringLike").putArray("s3:prefix");
          keys.forEach(prefixes::add);
        });
    return policy.toString();
  }

  /** What a policy would take for a pattern or a variable is itself. */
  private static String plain(String key) {
    return key.replaceAll("[$*?]", "\\${$0}");
  }
}
