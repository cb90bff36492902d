package dev.tarn.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The key that a server is shown: of the file of {@code --api-key-file}, else {@code TARN_API_KEY},
 * else the one that {@code tarn login} has kept in {@code ~/.tarn/keys.json}, else the admin key in
 * the data folder of a server that {@code tarn up} runs on this machine. A key is never an argument
 * of a process, where others on the machine see it.
 */
final class ServerKeys {
  private static final String VARIABLE = "TARN_API_KEY";
  private static final String ADMIN_KEY = "admin-key";
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");
  private static final String OWNER_ONLY = "rw-------";

  private final Map<String, String> environment;
  private final URI server;
  private final @Nullable Path file;

  /**
   * @param file of {@code --api-key-file}
   */
  ServerKeys(Map<String, String> environment, URI server, @Nullable Path file) {
    this.environment = environment;
    this.server = server;
    this.file = file;
  }

  /** Returns the key; null if there is none. A local server may make its own at any moment. */
  @Nullable String key() {
    if (file != null) {
      String key = read(file);
      if (key == null) {
        throw new CommandFailure(ExitCode.USAGE, "there is no key in " + file);
      }
      return key;
    }
    String given = environment.getOrDefault(VARIABLE, "").strip();
    if (!given.isEmpty()) {
      return wellFormed(given, VARIABLE);
    }
    String kept = Json.text(all(), server.toString());
    return kept.isEmpty() ? adminKey() : kept;
  }

  /** Keeps a key for this server. */
  void keep(String key) {
    ObjectNode all = all();
    all.put(server.toString(), key);
    write(all);
  }

  /** Forgets the key that is kept for this server; returns whether there was one. */
  boolean forget() {
    ObjectNode all = all();
    if (all.remove(server.toString()) == null) {
      return false;
    }
    write(all);
    return true;
  }

  /**
   * Refuses what cannot be sent.
   *
   * @param where it comes from
   */
  static String wellFormed(String key, String where) {
    if (key.isEmpty() || !key.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new CommandFailure(ExitCode.USAGE, "what " + where + " has is not a key");
    }
    return key;
  }

  /** The launcher script notes which folder the server of a port has. */
  private @Nullable String adminKey() {
    Path home = home();
    if (home == null || !LOOPBACK.contains(server.getHost())) {
      return null;
    }
    String folder = read(home.resolve("local").resolve(Integer.toString(server.getPort())));
    try {
      return folder == null ? null : read(Path.of(folder, ADMIN_KEY));
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private @Nullable Path home() {
    String home = environment.getOrDefault("HOME", "");
    return home.isBlank() ? null : Path.of(home, ".tarn");
  }

  /** Returns the text of a file; null if there is none, or it is another user's. */
  private static @Nullable String read(Path file) {
    try {
      String text = Files.readString(file, StandardCharsets.UTF_8).strip();
      return text.isEmpty() ? null : text;
    } catch (NoSuchFileException | AccessDeniedException e) {
      return null;
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.FAILED, "cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private ObjectNode all() {
    Path home = home();
    String text = home == null ? null : read(home.resolve("keys.json"));
    return text != null && Json.parse(text) instanceof ObjectNode all
        ? all
        : Json.MAPPER.createObjectNode();
  }

  private void write(ObjectNode all) {
    Path home = home();
    if (home == null) {
      throw new CommandFailure(
          ExitCode.FAILED, "there is no home folder to keep the key in; use " + VARIABLE);
    }
    try {
      Files.createDirectories(home);
      FileAttribute<?>[] attributes =
          FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
              ? new FileAttribute<?>[] {
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY))
              }
              : new FileAttribute<?>[0];
      Path written = Files.createTempFile(home, "keys", ".tmp", attributes);
      Files.writeString(written, Json.compact(all) + "\n", StandardCharsets.UTF_8);
      Files.move(
          written,
          home.resolve("keys.json"),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.FAILED, "cannot keep the key: " + e.getMessage(), e);
    }
  }
}
