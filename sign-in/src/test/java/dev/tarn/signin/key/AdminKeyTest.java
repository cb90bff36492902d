package dev.tarn.signin.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tarn.control.ControlDatabase;
import dev.tarn.control.ControlSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The admin key: made once, or preset. */
final class AdminKeyTest {
  private static final String PRESET = "a-preset-text-of-some-length";

  @TempDir Path folder;
  private ControlDatabase database;
  private ApiKeys keys;

  @BeforeEach
  void open() {
    database = ControlDatabase.open(ControlSettings.embedded(folder.resolve("control")));
    keys = new ApiKeys(database, Clock.systemUTC());
  }

  @AfterEach
  void close() {
    database.close();
  }

  private String start(@Nullable String preset) throws IOException {
    ByteArrayOutputStream console = new ByteArrayOutputStream();
    AdminKey.ensure(keys, preset, folder, new PrintStream(console, true, StandardCharsets.UTF_8));
    return console.toString(StandardCharsets.UTF_8);
  }

  private String file() throws IOException {
    return Files.readString(folder.resolve(AdminKey.FILE)).strip();
  }

  @Test
  void aRandomOneIsPrintedOnceAndKeptForItsOwner() throws IOException {
    String printed = start(null);
    assertThat(printed).contains(file());
    assertThat(file()).matches("tarn_admin_[A-Za-z0-9_-]{43}");
    assertThat(Files.getPosixFilePermissions(folder.resolve(AdminKey.FILE)))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(keys.verify(file())).map(ApiKey::isAdminKey).contains(true);
    String before = file();
    assertThat(start(null)).isEmpty();
    assertThat(file()).isEqualTo(before);
  }

  @Test
  void theDatabaseHasNothingThatOpensAnything() throws IOException {
    start(null);
    String secret = file().substring("tarn_admin_".length());
    database.close();
    for (Path file : Files.list(folder.resolve("control").getParent()).toList()) {
      if (Files.isRegularFile(file) && !file.endsWith(AdminKey.FILE)) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain(secret);
      }
    }
    database = ControlDatabase.open(ControlSettings.embedded(folder.resolve("control")));
  }

  @Test
  void aPresetOneReplacesWhatWasAndIsNotPrinted() throws IOException {
    start(null);
    String random = file();
    assertThat(start(PRESET)).isEmpty();
    assertThat(file()).isEqualTo(PRESET);
    assertThat(keys.verify(PRESET)).isPresent();
    assertThat(keys.verify(random)).isEmpty();
    assertThat(start(null)).isEmpty();
    assertThat(keys.verify(PRESET)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "short",
        "with spaces in it, but long enough",
        "tarn_0123456789abcdef_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
      })
  void aPresetOneThatIsNoGoodStopsTheStart(String preset) {
    assertThatThrownBy(() -> start(preset))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("TARN_ADMIN_KEY");
  }
}
