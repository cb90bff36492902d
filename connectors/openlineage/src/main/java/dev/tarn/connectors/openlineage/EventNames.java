package dev.tarn.connectors.openlineage;

import dev.tarn.connectors.mapping.DatasetName;
import dev.tarn.connectors.mapping.Ref;

/** The names that events use, as the catalog's. */
final class EventNames {
  private static final String GLUE_TABLE = "table/";

  private EventNames() {}

  /** Returns the data set of a namespace such as {@code postgres://host:5432} and a name. */
  static DatasetName dataset(String namespace, String name) {
    String space = namespace.strip();
    if (space.startsWith("arn:aws:glue:")) {
      // table/database/name
      String path =
          name.startsWith(GLUE_TABLE) && name.length() > GLUE_TABLE.length()
              ? name.substring(GLUE_TABLE.length())
              : name;
      return DatasetName.of("glue", path.replace('/', '.'));
    }
    int scheme = space.indexOf("://");
    String platform;
    String authority;
    if (scheme > 0) {
      platform = space.substring(0, scheme);
      authority = space.substring(scheme + "://".length());
    } else if (space.startsWith("file:")) {
      platform = "file";
      authority = space.substring("file:".length());
    } else {
      platform = space;
      authority = "";
    }
    if (DatasetName.isLocated(platform)) {
      return DatasetName.of(platform, join(authority, name));
    }
    boolean namedByPlatform = DatasetName.isWarehouse(platform) || DatasetName.isStream(platform);
    return DatasetName.of(
        platform, namedByPlatform || authority.isBlank() ? name : join(authority, name));
  }

  /** Returns a job, or what runs jobs. */
  static Ref job(String namespace, String name, boolean pipeline) {
    return new Ref(pipeline ? "pipeline" : "job", namespace.strip() + "." + name.strip());
  }

  private static String join(String authority, String path) {
    if (authority.isEmpty()) {
      return path;
    }
    String before =
        authority.endsWith("/") ? authority.substring(0, authority.length() - 1) : authority;
    return path.startsWith("/") ? before + path : before + "/" + path;
  }
}
