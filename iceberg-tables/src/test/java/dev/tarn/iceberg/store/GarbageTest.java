package dev.tarn.iceberg.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.garbage.GarbageProgress;
import dev.tarn.core.garbage.GarbageReport;
import dev.tarn.core.garbage.GarbageRequest;
import dev.tarn.core.garbage.GarbageRequest.Mode;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.TenantId;
import dev.tarn.iceberg.garbage.UserFiles;
import dev.tarn.iceberg.io.LocalFileIO;
import dev.tarn.iceberg.io.WarehouseLayout;
import dev.tarn.iceberg.log.AppendObserver;
import dev.tarn.iceberg.store.ForkingHistory.Reading;
import dev.tarn.testkit.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What deleted branches alone referred to goes, and nothing else does. */
@ResourceLock(SharedNessie.LOCK)
@ExtendWith({SharedNessie.class, Seeds.class})
class GarbageTest {
  private static final TenantId TENANT = TenantId.DEFAULT;
  private static final BranchName MAIN = BranchName.MAIN;
  private static final BranchName DEV = new BranchName("dev");
  private static final BranchName CHILD = new BranchName("child");
  private static final BranchName TAG = new BranchName("kept");
  private static final int STEPS = 80;
  private static final int MAX_BRANCHES = 5;
  private static final int MORE_THAN_A_PAGE = 510;

  @TempDir Path folder;

  @BeforeEach
  void forgetEarlierTests() throws IOException {
    SharedNessie.clear();
  }

  private WarehouseLayout layout() {
    return new WarehouseLayout(folder.resolve("warehouse"));
  }

  private NessieCatalogStore open(UserFiles files) throws IOException {
    Path data = Files.createTempDirectory(folder, "server");
    return NessieCatalogStore.open(
        IcebergSettings.shared(data, folder.resolve("warehouse"), SharedNessie.uri()),
        AppendObserver.NONE,
        files);
  }

  private NessieCatalogStore open() throws IOException {
    return open(UserFiles.inWarehouse());
  }

  private static GarbageReport collect(NessieCatalogStore store, Mode mode) throws IOException {
    Instant later = Instant.now().plus(Duration.ofHours(1));
    return store.collectGarbage(TENANT, new GarbageRequest(later, mode), GarbageProgress.NONE);
  }

  private static Set<String> files(Path root) throws IOException {
    if (!Files.exists(root)) {
      return Set.of();
    }
    try (Stream<Path> files = Files.walk(root)) {
      Set<String> found = new TreeSet<>();
      files.filter(Files::isRegularFile).map(LocalFileIO::location).forEach(found::add);
      return found;
    }
  }

  private Set<String> userFiles() throws IOException {
    return files(layout().data(TENANT));
  }

  /** Returns whether anything is left of a branch that had its name's folder. */
  private boolean isLeft(BranchName branch) {
    String name = WarehouseLayout.folder(branch);
    Path tenant = layout().tenant(TENANT);
    return Files.exists(tenant.resolve("journal").resolve(name))
        || Files.exists(tenant.resolve("tables").resolve(name))
        || Files.exists(tenant.resolve("checkpoints").resolve(name + ".json"));
  }

  private static void write(ForkingHistory history, BranchName branch, int times)
      throws IOException {
    for (int i = 0; i < times; i++) {
      history.write(branch);
    }
  }

  @Test
  void aBranchWithoutDescendantsGoesWhole(Random random) throws IOException {
    try (NessieCatalogStore store = open();
        ForkingHistory history = new ForkingHistory(store, TENANT, random)) {
      write(history, MAIN, 8);
      history.fork(MAIN, DEV, history.head(MAIN));
      write(history, DEV, 8);
      write(history, MAIN, 4);
      history.delete(DEV);
      Map<String, Reading> before = history.readAll();
      Set<String> all = files(layout().root());

      GarbageReport dry = collect(store, Mode.REPORT);
      assertThat(files(layout().root())).isEqualTo(all);
      GarbageReport done = collect(store, Mode.DELETE);

      assertThat(done).isEqualTo(dry);
      assertThat(done.branches()).isEqualTo(1);
      assertThat(done.files()).isPositive();
      assertThat(done.bytes()).isPositive();
      assertThat(isLeft(DEV)).isFalse();
      assertThat(userFiles()).isEqualTo(history.neededUserFiles());
      assertThat(history.readAll()).isEqualTo(before);
      assertThat(collect(store, Mode.DELETE)).isEqualTo(GarbageReport.NOTHING);
    }
  }

  @Test
  void whatATagOnAChildNeedsStays(Random random) throws IOException {
    Map<String, Reading> before;
    try (NessieCatalogStore store = open();
        ForkingHistory history = new ForkingHistory(store, TENANT, random)) {
      write(history, MAIN, 5);
      history.fork(MAIN, DEV, history.head(MAIN));
      write(history, DEV, 6);
      CommitId forked = history.head(DEV);
      history.fork(DEV, CHILD, forked);
      write(history, DEV, 6);
      write(history, CHILD, 1);
      CommitId tagged = history.head(CHILD);
      history.tag(CHILD, TAG, tagged);
      write(history, CHILD, 3);
      history.delete(DEV);
      before = history.readAll();
      Reading atTag = history.read(CHILD, tagged);

      GarbageReport done = collect(store, Mode.DELETE);

      assertThat(done.files()).isPositive();
      assertThat(done.keptFiles()).isPositive();
      assertThat(history.readAll()).isEqualTo(before);
      assertThat(history.read(CHILD, tagged)).isEqualTo(atTag);
      assertThat(userFiles()).isEqualTo(history.neededUserFiles());
      GarbageReport again = collect(store, Mode.DELETE);
      assertThat(again.files()).isZero();
      assertThat(again.keptFiles()).isEqualTo(done.keptFiles());

      // When the child goes, too, nobody needs them.
      store.delete(TENANT, TAG, any -> {});
      history.delete(CHILD);
      before = history.readAll();
      assertThat(collect(store, Mode.DELETE).keptFiles()).isZero();
      assertThat(isLeft(DEV)).isFalse();
      assertThat(isLeft(CHILD)).isFalse();
      assertThat(userFiles()).isEqualTo(history.neededUserFiles());
      assertThat(history.readAll()).isEqualTo(before);
    }
  }

  /** Nessie hands over histories page by page. */
  @Test
  void longHistoriesAreReadToTheirEnd(Random random) throws IOException {
    try (NessieCatalogStore store = open();
        ForkingHistory history = new ForkingHistory(store, TENANT, random)) {
      write(history, MAIN, 4);
      history.fork(MAIN, DEV, history.head(MAIN));
      write(history, DEV, 6);
      history.idle(DEV, MORE_THAN_A_PAGE);
      history.fork(DEV, CHILD, history.head(DEV));
      history.idle(CHILD, MORE_THAN_A_PAGE);
      write(history, DEV, 6);
      Map<String, Reading> first = history.readSome(CHILD, 12);
      history.delete(DEV);

      GarbageReport done = collect(store, Mode.DELETE);

      assertThat(done.files()).isPositive();
      assertThat(done.unknownBranches()).isZero();
      assertThat(history.readSome(CHILD, 12)).isEqualTo(first);
      assertThat(userFiles()).isEqualTo(history.neededUserFiles());
    }
  }

  @Test
  void whatWasDeletedJustNowStays(Random random) throws IOException {
    try (NessieCatalogStore store = open();
        ForkingHistory history = new ForkingHistory(store, TENANT, random)) {
      history.fork(MAIN, DEV, history.head(MAIN));
      write(history, DEV, 4);
      history.delete(DEV);
      GarbageRequest request =
          new GarbageRequest(Instant.now().minus(Duration.ofHours(1)), Mode.DELETE);
      assertThat(store.collectGarbage(TENANT, request, GarbageProgress.NONE))
          .isEqualTo(GarbageReport.NOTHING);
      assertThat(isLeft(DEV)).isTrue();

      // Nor is the folder another branch's, for as long as it is to be collected.
      history.fork(MAIN, DEV, history.head(MAIN));
      write(history, DEV, 4);
      Map<String, Reading> before = history.readAll();
      assertThat(collect(store, Mode.DELETE).files()).isPositive();
      assertThat(isLeft(DEV)).isFalse();
      assertThat(history.readAll()).isEqualTo(before);
    }
  }

  @Test
  void metadataThatCannotBeReadStopsItBeforeAnythingIsDeleted(Random random) throws IOException {
    try (NessieCatalogStore store = open();
        ForkingHistory history = new ForkingHistory(store, TENANT, random)) {
      write(history, MAIN, 12);
      history.fork(MAIN, DEV, history.head(MAIN));
      write(history, DEV, 12);
      history.delete(DEV);
      String torn =
          history.neededUserFiles().stream()
              .filter(file -> file.endsWith(".metadata.json"))
              .findFirst()
              .orElseThrow();
      byte[] whole = Files.readAllBytes(LocalFileIO.path(torn));
      Files.writeString(LocalFileIO.path(torn), "{");
      Set<String> all = files(layout().root());
      assertThatThrownBy(() -> collect(store, Mode.DELETE))
          .isInstanceOfSatisfying(
              CatalogException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.METADATA_UNREADABLE));
      assertThat(files(layout().root())).isEqualTo(all);

      Files.write(LocalFileIO.path(torn), whole);
      assertThat(collect(store, Mode.DELETE).files()).isPositive();
      assertThat(userFiles()).isEqualTo(history.neededUserFiles());
    }
  }

  /** Files of a storage that stops to answer after so many deletions. */
  private static final class FailingFiles implements FileIO {
    private static final long serialVersionUID = 1L;

    private final LocalFileIO files = new LocalFileIO();
    private int left;

    private FailingFiles(int left) {
      this.left = left;
    }

    @Override
    public InputFile newInputFile(String path) {
      return files.newInputFile(path);
    }

    @Override
    public OutputFile newOutputFile(String path) {
      return files.newOutputFile(path);
    }

    @Override
    public void deleteFile(String path) {
      if (left-- <= 0) {
        throw new IllegalStateException("the storage does not answer");
      }
      files.deleteFile(path);
    }
  }

  @Test
  void whatStopsHalfWayIsEndedLater(Random random) throws IOException {
    FailingFiles failing = new FailingFiles(10);
    try (NessieCatalogStore store = open(new UserFiles(failing, null, Map.of()));
        ForkingHistory history = new ForkingHistory(store, TENANT, random)) {
      write(history, MAIN, 5);
      history.fork(MAIN, DEV, history.head(MAIN));
      write(history, DEV, 10);
      history.fork(DEV, CHILD, history.someCommit(DEV));
      history.delete(DEV);
      Map<String, Reading> before = history.readAll();
      for (int stop = 1; collectsNot(store); stop *= 2) {
        assertThat(history.readAll()).isEqualTo(before);
        failing.left = stop;
      }
      assertThat(history.readAll()).isEqualTo(before);
      assertThat(userFiles()).isEqualTo(history.neededUserFiles());
    }
  }

  private static boolean collectsNot(NessieCatalogStore store) {
    try {
      var unused = collect(store, Mode.DELETE);
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /**
   * Branches are made of each other, written to, tagged and deleted, and collected now and then.
   */
  @Test
  void manyHistoriesReadAsBefore(Random random) throws IOException {
    try (NessieCatalogStore store = open();
        ForkingHistory history = new ForkingHistory(store, TENANT, random)) {
      List<BranchName> tags = new ArrayList<>();
      int names = 0;
      for (int step = 0; step < STEPS; step++) {
        List<BranchName> branches = history.branches();
        BranchName branch = branches.get(random.nextInt(branches.size()));
        int dice = random.nextInt(20);
        if (dice < 11) {
          history.write(branch);
        } else if (dice < 14 && branches.size() < MAX_BRANCHES) {
          CommitId at = random.nextBoolean() ? history.head(branch) : history.someCommit(branch);
          BranchName name = new BranchName("b" + random.nextInt(2 * MAX_BRANCHES));
          if (!branches.contains(name)) {
            history.fork(branch, name, at);
          }
        } else if (dice < 15) {
          BranchName tag = new BranchName("t" + names++);
          history.tag(branch, tag, history.someCommit(branch));
          tags.add(tag);
        } else if (dice < 16) {
          history.takeOver(branches.get(random.nextInt(branches.size())), branch);
        } else if (dice < 17 && !branch.equals(MAIN)) {
          history.rename(branch, new BranchName("r" + names++));
        } else if (dice < 19 && !branch.equals(MAIN)) {
          deleteWithTags(store, history, branch, tags);
        } else if (dice == 19) {
          collectAndCompare(store, history);
        }
      }
      collectAndCompare(store, history);
    }
    // Whoever opens it all again finds it, too.
    try (NessieCatalogStore store = open()) {
      assertThat(store.branches(TENANT)).contains(MAIN);
    }
  }

  private static void deleteWithTags(
      NessieCatalogStore store, ForkingHistory history, BranchName branch, List<BranchName> tags)
      throws IOException {
    for (BranchName tag : List.copyOf(tags)) {
      if (store.tagged(TENANT, tag).filter(branch::equals).isPresent()) {
        store.delete(TENANT, tag, any -> {});
        tags.remove(tag);
      }
    }
    history.delete(branch);
  }

  private void collectAndCompare(NessieCatalogStore store, ForkingHistory history)
      throws IOException {
    Map<String, Reading> before = history.readAll();
    var unused = collect(store, Mode.DELETE);
    assertThat(history.readAll()).isEqualTo(before);
    assertThat(userFiles()).isEqualTo(history.neededUserFiles());
    assertThat(collect(store, Mode.DELETE).files()).isZero();
  }
}
