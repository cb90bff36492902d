package dev.tarn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServerKeysTest {
  private static final URI LOCAL = URI.create("http://127.0.0.1:8585");
  private static final URI REMOTE = URI.create("https://tarn.example:8585");

  @TempDir Path home;

  private ServerKeys keys(URI server, @Nullable Path file, String... variable) {
    return new ServerKeys(
        variable.length == 0
            ? Map.of("HOME", home.toString())
            : Map.of("HOME", home.toString(), "TARN_API_KEY", variable[0]),
        server,
        file);
  }

  private void localServer() throws IOException {
    Path data = Files.createDirectories(home.resolve("data"));
    Files.writeString(data.resolve("admin-key"), "the-admin-key\n");
    Path notes = Files.createDirectories(home.resolve(".tarn").resolve("local"));
    Files.writeString(notes.resolve("8585"), data + "\n");
  }

  @Test
  void whatIsNamedGoesBeforeWhatIsKeptAndThatBeforeTheLocalAdminKey() throws IOException {
    assertThat(keys(LOCAL, null).key()).isNull();
    localServer();
    assertThat(keys(LOCAL, null).key()).isEqualTo("the-admin-key");
    keys(LOCAL, null).keep("kept");
    assertThat(keys(LOCAL, null).key()).isEqualTo("kept");
    assertThat(keys(LOCAL, null, "of-the-variable").key()).isEqualTo("of-the-variable");
    Path file = Files.writeString(home.resolve("key"), "of-the-file\n");
    assertThat(keys(LOCAL, file, "of-the-variable").key()).isEqualTo("of-the-file");
    assertThat(keys(LOCAL, null).forget()).isTrue();
    assertThat(keys(LOCAL, null).forget()).isFalse();
    assertThat(keys(LOCAL, null).key()).isEqualTo("the-admin-key");
  }

  @Test
  void aKeyIsForOneServer() throws IOException {
    localServer();
    keys(REMOTE, null).keep("of-another");
    assertThat(keys(LOCAL, null).key()).isEqualTo("the-admin-key");
    assertThat(keys(REMOTE, null).key()).isEqualTo("of-another");
    assertThat(keys(REMOTE, null).forget()).isTrue();
    assertThat(keys(REMOTE, null).key()).isNull();
    assertThat(keys(URI.create("http://127.0.0.1:8586"), null).key()).isNull();
  }

  @Test
  void onlyTheOwnerReadsWhatIsKept() throws IOException {
    keys(REMOTE, null).keep("kept");
    assertThat(Files.getPosixFilePermissions(home.resolve(".tarn").resolve("keys.json")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void whatIsNoKeyIsSaidSo() {
    assertThatThrownBy(() -> keys(LOCAL, home.resolve("nothing")).key())
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("there is no key in");
    assertThatThrownBy(() -> keys(LOCAL, null, "two words").key())
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("TARN_API_KEY");
  }
}
