package dev.tarn.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.inmemory.InMemoryFileIO;
import org.junit.jupiter.api.Test;

final class StorageByFolderTest {
  private static final byte[] CONTENT = "x".getBytes(StandardCharsets.UTF_8);

  private final InMemoryFileIO europe = new InMemoryFileIO();
  private final InMemoryFileIO others = new InMemoryFileIO();
  private final StorageByFolder storages =
      new StorageByFolder(Map.of("s3://eu/tables", europe), others);

  @Test
  void theFolderSaysWhereAFileIs() {
    europe.addFile("s3://eu/tables/acme/f", CONTENT);
    others.addFile("s3://eu/tables-of-others/f", CONTENT);
    assertThat(storages.newInputFile("s3://eu/tables/acme/f").exists()).isTrue();
    assertThat(storages.newInputFile("s3://eu/tables-of-others/f").exists()).isTrue();
    storages.deleteFile("s3://eu/tables/acme/f");
    assertThat(europe.fileExists("s3://eu/tables/acme/f")).isFalse();
    assertThatThrownBy(() -> storages.listPrefix("s3://eu/tables/acme/"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(storages.properties()).isEmpty();
  }

  @Test
  void aFolderIsItselfByAllItsNamesAndTheInnerOneCounts() {
    Folders<String> folders =
        new Folders<>(
            Map.of("s3://eu/tables/", "outer", "s3a://eu/tables/acme", "inner", "/mnt/x", "disk"));
    assertThat(folders.of("s3://eu/tables")).contains("outer");
    assertThat(folders.of("s3n://eu/tables/t/f")).contains("outer");
    assertThat(folders.of("S3://eu/tables/acme/f")).contains("inner");
    assertThat(folders.of("s3://eu/tables/acme2/f")).contains("outer");
    assertThat(folders.of("s3://eu/other")).isEqualTo(Optional.empty());
    assertThat(folders.of("file:/mnt/x/f")).contains("disk");
    assertThat(folders.of("file:///mnt/xy")).isEmpty();
  }
}
