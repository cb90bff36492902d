package dev.tarn.iceberg.store;

import dev.tarn.iceberg.nessie.EmbeddedNessie;
import dev.tarn.iceberg.nessie.EmbeddedNessieSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.projectnessie.client.NessieClientBuilder;
import org.projectnessie.client.api.NessieApiV2;
import org.projectnessie.error.NessieConflictException;
import org.projectnessie.error.NessieNotFoundException;
import org.projectnessie.model.Reference;

/** One real Nessie for all tests of a run; each test has tenants or a warehouse of its own. */
public final class SharedNessie implements BeforeAllCallback {
  /** What a test class locks that uses it, as each clears it. */
  static final String LOCK = "dev.tarn.iceberg.store.SharedNessie";

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(SharedNessie.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    context.getRoot().getStore(NAMESPACE).computeIfAbsent(Running.class, key -> new Running());
  }

  /** Deletes all branches and tags of earlier tests. */
  static void clear() throws IOException {
    try (NessieApiV2 api =
        NessieClientBuilder.createClientBuilder(null, null)
            .withUri(uri())
            .withApiCompatibilityCheck(false)
            .build(NessieApiV2.class)) {
      for (Reference reference : api.getAllReferences().stream().toList()) {
        if (reference.getName().contains("/")) {
          api.deleteReference().reference(reference).delete();
        }
      }
    } catch (NessieNotFoundException | NessieConflictException e) {
      throw new IOException(e);
    }
  }

  /** Returns where it is. */
  static URI uri() {
    return Running.uri;
  }

  private static final class Running implements AutoCloseable {
    private static volatile URI uri;

    private final Path folder;
    private final EmbeddedNessie nessie;

    private Running() {
      try {
        folder = Files.createTempDirectory("tarn-nessie");
        nessie = EmbeddedNessie.start(EmbeddedNessieSettings.in(folder));
        uri = nessie.uri();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      nessie.close();
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
