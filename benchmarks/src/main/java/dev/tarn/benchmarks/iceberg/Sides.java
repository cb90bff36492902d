package dev.tarn.benchmarks.iceberg;

import dev.tarn.benchmarks.Setup;
import dev.tarn.testkit.S3Process;
import dev.tarn.testkit.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A store of files, and the two catalogs whose tables are in it. */
final class Sides implements AutoCloseable {
  private static final String BUCKET = "lake";
  private static final String STORE_HEAP = "512m";

  private final S3Process store;
  private final ServerProcess tarn;
  private final NessiePeer nessie;
  private final List<Side> sides;

  private Sides(S3Process store, ServerProcess tarn, NessiePeer nessie)
      throws IOException, InterruptedException {
    this.store = store;
    this.tarn = tarn;
    this.nessie = nessie;
    this.sides =
        List.of(
            new Side(
                "Tarn",
                new CatalogClient(
                    tarn.uri().resolve("/iceberg"),
                    "default",
                    Map.of("Authorization", ServerProcess.adminAuthorization())),
                true,
                tarn::processes),
            new Side(
                "Nessie",
                new CatalogClient(nessie.catalog(), NessiePeer.WAREHOUSE, Map.of()),
                false,
                () -> List.of(nessie.handle())));
  }

  /** Starts all on what is in a folder; each catalog has the heap that the setup says. */
  static Sides start(Path folder, Setup setup) throws IOException, InterruptedException {
    S3Process store =
        S3Process.start(Files.createDirectories(folder.resolve("s3")), BUCKET, STORE_HEAP);
    ServerProcess tarn = null;
    try {
      tarn = setup.start(folder, store.serverSettings("s3://" + BUCKET + "/tarn"));
      NessiePeer nessie =
          NessiePeer.start(
              folder.resolve("nessie"), store, "s3://" + BUCKET + "/nessie", setup.heap());
      return new Sides(store, tarn, nessie);
    } catch (IOException | InterruptedException e) {
      if (tarn != null) {
        tarn.close();
      }
      store.close();
      throw e;
    }
  }

  /** Returns Tarn, then Nessie. */
  List<Side> all() {
    return sides;
  }

  ServerProcess tarn() {
    return tarn;
  }

  NessiePeer nessie() {
    return nessie;
  }

  @Override
  public void close() throws IOException {
    nessie.close();
    tarn.close();
    store.close();
  }
}
