package dev.tarn.iceberg.store;

import dev.tarn.core.audit.AuditLink;
import dev.tarn.iceberg.io.FileSync;
import dev.tarn.json.ValueJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A link of an audit in a synced file. */
record AnchorFile(Path file) {
  private static final String NUMBER = "number";
  private static final String HASH = "hash";

  Optional<AuditLink> read() throws IOException {
    String json;
    try {
      json = Files.readString(file, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    if (ValueJson.read(json) instanceof Map<?, ?> map
        && map.get(NUMBER) instanceof Number number
        && map.get(HASH) instanceof String hash) {
      return Optional.of(new AuditLink(number.longValue(), hash));
    }
    throw new IOException("not the end of an audit: " + file);
  }

  void write(AuditLink link) throws IOException {
    FileSync.replace(
        file,
        ValueJson.write(Map.of(NUMBER, link.number(), HASH, link.hash()))
            .getBytes(StandardCharsets.UTF_8));
  }
}
