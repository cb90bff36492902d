package dev.tarn.iceberg.garbage;

import dev.tarn.core.scope.BranchName;
import dev.tarn.iceberg.io.FileSync;
import dev.tarn.json.ValueJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's deleted branches, of which files may be left, in a synced file. Changed while the
 * tenant's references are locked.
 */
public final class DeletedBranches {
  private static final String BRANCHES = "branches";
  private static final String NAME = "name";
  private static final String FOLDER = "folder";
  private static final String HEAD = "head";
  private static final String FROM = "from";
  private static final String DELETED_AT = "deletedAt";

  private final Path file;

  public DeletedBranches(Path file) {
    this.file = file;
  }

  /** Returns them, in the order of their deletion. */
  public List<DeletedBranch> read() throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    List<DeletedBranch> all = new ArrayList<>();
    if (ValueJson.read(Files.readString(file, StandardCharsets.UTF_8)) instanceof Map<?, ?> root
        && root.get(BRANCHES) instanceof List<?> branches) {
      for (Object branch : branches) {
        all.add(branch(branch));
      }
      return all;
    }
    throw new IOException("not a list of deleted branches: " + file);
  }

  private DeletedBranch branch(@Nullable Object json) throws IOException {
    if (json instanceof Map<?, ?> map
        && map.get(NAME) instanceof String name
        && map.get(FOLDER) instanceof String folder
        && map.get(FROM) instanceof String from
        && map.get(DELETED_AT) instanceof String deletedAt) {
      return new DeletedBranch(
          new BranchName(name),
          folder,
          map.get(HEAD) instanceof String head ? head : null,
          from,
          Instant.parse(deletedAt));
    }
    throw new IOException("not a deleted branch in " + file);
  }

  /** Adds a branch, or replaces what is there of its folder. */
  public void put(DeletedBranch branch) throws IOException {
    List<DeletedBranch> all = new ArrayList<>(read());
    all.removeIf(other -> other.folder().equals(branch.folder()));
    all.add(branch);
    write(all);
  }

  /** Forgets branches of which nothing is left. */
  public void removeFolders(Set<String> folders) throws IOException {
    List<DeletedBranch> all = new ArrayList<>(read());
    if (all.removeIf(branch -> folders.contains(branch.folder()))) {
      write(all);
    }
  }

  private void write(List<DeletedBranch> all) throws IOException {
    List<Object> branches = all.stream().<Object>map(DeletedBranches::json).toList();
    FileSync.replace(
        file, ValueJson.write(Map.of(BRANCHES, branches)).getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, Object> json(DeletedBranch branch) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put(NAME, branch.name().value());
    json.put(FOLDER, branch.folder());
    if (branch.head() != null) {
      json.put(HEAD, branch.head());
    }
    json.put(FROM, branch.from());
    json.put(DELETED_AT, branch.deletedAt().toString());
    return json;
  }
}
