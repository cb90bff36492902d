package dev.tarn.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.inmemory.InMemoryFileIO;
import org.junit.jupiter.api.Test;

final class StorageByFolderTest {
  private static final byte[] CONTENT = "x".getBytes(StandardCharsets.UTF_8);
  private static final String ACME = "s3://eu/tables/acme/f";
  private static final String BESIDE = "s3://eu/tables-of-others/f";

  private final Named europe = new Named("europe");
  private final StorageByFolder storages =
      new StorageByFolder(Map.of("s3://eu/tables", europe), new Named("others"));

  private static final class Named extends InMemoryFileIO {
    private static final long serialVersionUID = 1L;

    private final String name;

    Named(String name) {
      this.name = name;
    }
  }

  private static String name(StorageByFolder storages, String location) {
    return ((Named) storages.of(location)).name;
  }

  @Test
  void theFolderSaysWhereAFileIs() {
    assertThat(name(storages, ACME)).isEqualTo("europe");
    assertThat(name(storages, BESIDE)).isEqualTo("others");
    europe.addFile(ACME, CONTENT);
    assertThat(storages.newInputFile(ACME).exists()).isTrue();
    storages.deleteFile(ACME);
    assertThat(europe.fileExists(ACME)).isFalse();
    assertThatThrownBy(() -> storages.listPrefix("s3://eu/tables/acme/"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(storages.properties()).isEmpty();
  }

  @Test
  void itGoesToOtherProcesses() throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(storages);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      StorageByFolder copy = (StorageByFolder) in.readObject();
      assertThat(name(copy, ACME)).isEqualTo("europe");
      assertThat(name(copy, BESIDE)).isEqualTo("others");
    }
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
