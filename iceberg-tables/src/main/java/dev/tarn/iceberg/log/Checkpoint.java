package dev.tarn.iceberg.log;

import dev.tarn.core.scope.CommitId;
import dev.tarn.iceberg.io.FileSync;
import dev.tarn.json.ValueJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A commit of a branch of which everything is known to be on disk: its table files, and Nessie's
 * store up to it. Change files up to it are no longer needed to restore the log; from it the branch
 * can be restored without Nessie.
 *
 * @param logHash of the log's last group at it; empty where that has none
 * @param metadataLocations of the tables' metadata files, by table
 * @param pointers the file beside this one that has the users' names; null where there are none
 */
public record Checkpoint(
    CommitId commit,
    String logHash,
    Map<String, String> metadataLocations,
    @Nullable String pointers) {
  private static final String LOG_HASH = "logHash";
  private static final String COMMIT = "commit";
  private static final String TABLES = "tables";
  private static final String POINTERS = "pointers";

  public Checkpoint {
    metadataLocations = Map.copyOf(metadataLocations);
  }

  /** Returns the checkpoint that a head would be. */
  static Checkpoint of(BranchHead head, @Nullable String pointers) {
    Map<String, String> locations = new LinkedHashMap<>();
    head.tables()
        .forEach((name, table) -> locations.put(name, table.metadata().metadataFileLocation()));
    return new Checkpoint(head.commit(), head.logHash(), locations, pointers);
  }

  /** Reads a checkpoint; empty if there is none yet. */
  public static Optional<Checkpoint> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Object json = ValueJson.read(Files.readString(file, StandardCharsets.UTF_8));
    if (json instanceof Map<?, ?> map
        && map.get(COMMIT) instanceof String commit
        && map.get(TABLES) instanceof Map<?, ?> tables) {
      Map<String, String> locations = new LinkedHashMap<>();
      tables.forEach((name, location) -> locations.put((String) name, (String) location));
      String pointers = map.get(POINTERS) instanceof String text ? text : null;
      String logHash = map.get(LOG_HASH) instanceof String text ? text : "";
      return Optional.of(new Checkpoint(CommitId.parse(commit), logHash, locations, pointers));
    }
    throw new IOException("not a checkpoint: " + file);
  }

  /** Writes it, synced, in place of an older one. */
  void write(Path file) throws IOException {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put(COMMIT, commit.toString());
    json.put(LOG_HASH, logHash);
    json.put(TABLES, metadataLocations);
    if (pointers != null) {
      json.put(POINTERS, pointers);
    }
    FileSync.replace(file, ValueJson.write(json).getBytes(StandardCharsets.UTF_8));
  }
}
