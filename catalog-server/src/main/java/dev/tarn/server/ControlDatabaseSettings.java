package dev.tarn.server;

import dev.tarn.control.ControlSettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where keys, sessions and quotas are kept.
 *
 * @param url of a database that the servers of an installation share, such as {@code
 *     jdbc:postgresql://db/tarn}; without it there is an embedded one in the data folder, which is
 *     this server's alone
 * @param username who the server is to that database
 * @param password that goes with it
 * @param maxConnections connections that are open at once; requests wait for one
 */
@ConfigurationProperties(prefix = "tarn.control", ignoreUnknownFields = false)
record ControlDatabaseSettings(
    @Nullable String url,
    @Nullable String username,
    @Nullable String password,
    @DefaultValue("10") int maxConnections) {
  ControlSettings settings(Path dataFolder) {
    return url == null
        ? ControlSettings.embedded(dataFolder.resolve("control"))
        : new ControlSettings(url, username, password, maxConnections);
  }

  @Override
  public String toString() {
    return "ControlDatabaseSettings[" + (url == null ? "embedded" : "shared") + "]";
  }
}
