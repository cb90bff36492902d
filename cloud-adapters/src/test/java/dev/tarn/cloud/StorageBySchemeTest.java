package dev.tarn.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.inmemory.InMemoryFileIO;
import org.junit.jupiter.api.Test;

final class StorageBySchemeTest {
  private final InMemoryFileIO disk = new InMemoryFileIO();
  private final InMemoryFileIO cloud = new InMemoryFileIO();
  private final StorageByScheme storages = new StorageByScheme(Map.of("file", disk, "s3", cloud));

  @Test
  void aLocationsSchemeSaysWhereAFileIs() {
    assertThat(storages.of("s3://b/f")).isSameAs(cloud);
    assertThat(storages.of("file:///f")).isSameAs(disk);
    assertThat(storages.of("/plain")).isSameAs(disk);
    byte[] content = "x".getBytes(StandardCharsets.UTF_8);
    cloud.addFile("s3://b/f", content);
    disk.addFile("file:///f", content);
    disk.addFile("/plain", content);
    assertThat(storages.newInputFile("s3://b/f").exists()).isTrue();
    assertThat(storages.newInputFile("file:///f").exists()).isTrue();
    assertThat(storages.newInputFile("/plain").exists()).isTrue();
    storages.deleteFile("s3://b/f");
    assertThat(cloud.fileExists("s3://b/f")).isFalse();
    assertThat(disk.fileExists("file:///f")).isTrue();
  }

  @Test
  void aSchemeThatHasNoStorageIsRefused() {
    for (String location : List.of("gs://b/f", "http://127.0.0.1/f", "jar:file:/f")) {
      assertThatThrownBy(() -> storages.newInputFile(location))
          .isInstanceOf(ForbiddenException.class)
          .hasMessageContaining("No storage is configured")
          .hasMessageContaining("[file, s3]");
      assertThatThrownBy(() -> storages.check(location)).isInstanceOf(ForbiddenException.class);
    }
    assertThatCode(() -> storages.check("S3://b/f")).doesNotThrowAnyException();
  }

  @Test
  void whatStoragesWereMadeWithIsNotShown() {
    assertThat(storages.properties()).isEmpty();
    assertThat(
            new S3Settings(null, null, true, new S3Settings.Keys("id", "very-secret")).toString())
        .contains("id")
        .doesNotContain("very-secret");
  }
}
