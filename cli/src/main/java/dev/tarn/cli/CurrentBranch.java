package dev.tarn.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The branches that {@code tarn branch switch} has chosen, one for each server and tenant, in the
 * file {@code ~/.tarn/branches.json}. Without a home folder nothing is remembered.
 */
final class CurrentBranch {
  /** The branch where none was chosen. */
  static final String MAIN = "main";

  private final @Nullable Path file;
  private final String key;

  CurrentBranch(Map<String, String> environment, URI server, @Nullable String tenant) {
    String home = environment.getOrDefault("HOME", "");
    this.file = home.isBlank() ? null : Path.of(home, ".tarn", "branches.json");
    this.key = server + " " + (tenant == null ? "default" : tenant);
  }

  /** Returns the branch that was chosen; null for none. */
  @Nullable String name() {
    String name = Json.text(all(), key);
    return name.isEmpty() ? null : name;
  }

  /** Remembers a branch; the main one is what is taken without being remembered. */
  void choose(String branch) {
    if (file == null) {
      throw new CommandFailure(
          ExitCode.FAILED, "there is no home folder to remember the branch in; use --branch");
    }
    ObjectNode all = all();
    if (branch.equals(MAIN)) {
      all.remove(key);
    } else {
      all.put(key, branch);
    }
    try {
      Path folder = Files.createDirectories(file.resolveSibling("."));
      Path written = Files.createTempFile(folder, "branches", ".tmp");
      Files.writeString(written, Json.compact(all) + "\n", StandardCharsets.UTF_8);
      Files.move(
          written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.FAILED, "cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  /** Forgets a branch that is no more. */
  void forget(String branch) {
    if (branch.equals(name())) {
      choose(MAIN);
    }
  }

  private ObjectNode all() {
    if (file == null) {
      return Json.MAPPER.createObjectNode();
    }
    try {
      return Json.parse(Files.readString(file, StandardCharsets.UTF_8)) instanceof ObjectNode all
          ? all
          : Json.MAPPER.createObjectNode();
    } catch (NoSuchFileException e) {
      return Json.MAPPER.createObjectNode();
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.FAILED, "cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
