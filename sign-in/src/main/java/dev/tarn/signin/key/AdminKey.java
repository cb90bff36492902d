package dev.tarn.signin.key;

import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.SignedIn;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key that opens everything: it is made at the first start, is printed once, and lies in the
 * data folder for the command line of whoever owns that folder.
 */
public final class AdminKey {
  /** The environment variable that presets it. */
  public static final String VARIABLE = "TARN_ADMIN_KEY";

  /** The file in the data folder. */
  public static final String FILE = "admin-key";

  /** The shortest text that may be preset: that of 128 random bits, written densely. */
  public static final int MIN_PRESET_CHARS = 22;

  private static final Logger LOG = LoggerFactory.getLogger(AdminKey.class);
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private AdminKey() {}

  /**
   * Makes sure that there is an admin key.
   *
   * @param preset what it is to be; null for a random one, where there is none yet
   * @param folder gets the file with it, which only its owner reads
   * @param console gets a random one, once
   */
  public static void ensure(ApiKeys keys, @Nullable String preset, Path folder, PrintStream console)
      throws IOException {
    if (preset != null && !isWellFormed(preset)) {
      throw new IllegalArgumentException(
          VARIABLE
              + " is a random text of at least "
              + MIN_PRESET_CHARS
              + " characters, such as that of: openssl rand -hex 32");
    }
    NewApiKey key =
        new NewApiKey(
            null,
            Actor.LOCAL_ADMINISTRATOR,
            "the installation's admin key",
            Set.of(SignedIn.OPERATOR),
            Set.of(),
            null);
    Optional<String> made = keys.ensureAdminKey(key, preset);
    String text = preset == null ? made.orElse(null) : preset;
    if (text == null) {
      return;
    }
    write(folder, text);
    if (preset == null) {
      console.println("The admin key of this installation, shown this once: " + text);
    }
    LOG.atInfo()
        .setMessage("The admin key is in the data folder, for the command line")
        .addKeyValue("file", folder.resolve(FILE))
        .log();
  }

  private static boolean isWellFormed(String preset) {
    // What fits into a header of HTTP as it is; a key of another id would never be found.
    return preset.length() >= MIN_PRESET_CHARS
        && preset.chars().allMatch(c -> c > ' ' && c < 127)
        && KeyText.id(preset).equals(KeyText.ADMIN);
  }

  /** Writes a file that nobody else can read, not even while it is written. */
  private static void write(Path folder, String text) throws IOException {
    Files.createDirectories(folder);
    FileStore store = Files.getFileStore(folder);
    FileAttribute<?>[] attributes =
        store.supportsFileAttributeView(PosixFileAttributeView.class)
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
            : new FileAttribute<?>[0];
    Path written = Files.createTempFile(folder, FILE, ".tmp", attributes);
    Files.writeString(written, text + "\n", StandardCharsets.US_ASCII);
    Files.move(
        written,
        folder.resolve(FILE),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
