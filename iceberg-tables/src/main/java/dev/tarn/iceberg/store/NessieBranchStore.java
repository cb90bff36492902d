package dev.tarn.iceberg.store;

import dev.tarn.core.history.HistoryReader;
import dev.tarn.core.log.BranchStore;
import dev.tarn.core.log.ChangeLog;
import dev.tarn.core.log.LogFollower;
import dev.tarn.iceberg.history.TableHistory;
import dev.tarn.iceberg.io.WarehouseLayout;
import dev.tarn.iceberg.nessie.EmbeddedNessie;
import dev.tarn.iceberg.nessie.NessieReferences;
import dev.tarn.iceberg.state.Materialiser;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One open branch. */
final class NessieBranchStore implements BranchStore {
  private final OpenedLog opened;
  private final Materialiser materialiser;
  private final HistoryReader history;

  NessieBranchStore(
      OpenedLog opened,
      IcebergSettings settings,
      WarehouseLayout layout,
      NessieReferences nessie,
      @Nullable EmbeddedNessie embedded)
      throws IOException {
    this.opened = opened;
    this.history =
        new BranchHistory(
            new TableHistory(opened.tables(), nessie),
            new CommitResolver(opened.tables(), opened.commits(), nessie));
    this.materialiser =
        Materialiser.open(
            opened.tables(),
            settings
                .dataFolder()
                .resolve("positions")
                .resolve(opened.tables().scope().tenant().value())
                .resolve(WarehouseLayout.folder(opened.tables().scope().branch()) + ".mv"));
  }

  @Override
  public ChangeLog log() {
    return opened.log();
  }

  @Override
  public HistoryReader history() {
    return history;
  }

  @Override
  public List<LogFollower> followers() {
    return List.of(materialiser);
  }

  @Override
  public void maintain() throws IOException {}

  @Override
  public void close() throws IOException {
    materialiser.close();
    opened.close();
    opened.tables().sync();
  }
}
