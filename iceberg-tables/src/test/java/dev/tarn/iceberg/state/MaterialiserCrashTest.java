package dev.tarn.iceberg.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.core.asset.Entity;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.iceberg.log.BranchHead;
import dev.tarn.iceberg.log.BranchTables;
import dev.tarn.iceberg.nessie.NessieReferences;
import dev.tarn.iceberg.testing.InterruptedNessie;
import dev.tarn.iceberg.testing.InterruptedNessie.Moment;
import dev.tarn.iceberg.testing.NessieServer;
import dev.tarn.iceberg.testing.TableScan;
import dev.tarn.testkit.RandomLog;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.projectnessie.client.http.HttpClientException;

/** Each change is in the tables once, wherever a process dies and whichever answer is lost. */
final class MaterialiserCrashTest {
  private static final long SEED = 20_260_131;
  private static final int GROUPS = 10;
  private static final int GROUPS_AT_ONCE = 2;
  private static final int CRASHED = 86;

  @TempDir Path nessieFolder;
  @TempDir Path folder;

  private static List<Group> groups() {
    return new RandomLog(SEED).groups(GROUPS, 40);
  }

  @Test
  void aKilledProcessLosesAndDoublesNothing() throws Exception {
    try (NessieServer nessie = new NessieServer(nessieFolder);
        NessieReferences references = nessie.connect()) {
      Scope scope = nessie.newBranch(folder);
      assertThat(runChild(nessie, scope, Moment.BEFORE, 2)).isEqualTo(CRASHED);
      assertThat(runChild(nessie, scope, Moment.AFTER, 1)).isEqualTo(CRASHED);
      assertThat(runChild(nessie, scope, Moment.BEFORE, 1)).isEqualTo(CRASHED);
      assertThat(runChild(nessie, scope, Moment.BEFORE, Integer.MAX_VALUE)).isZero();
      assertHoldsAll(nessie.open(references, folder, scope));
    }
  }

  private int runChild(NessieServer nessie, Scope scope, Moment moment, int commit)
      throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                nessie.uri().toString(),
                folder.toString(),
                scope.tenant().value(),
                moment.name(),
                Integer.toString(commit))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("child.log").toFile())
            .start();
    if (!child.waitFor(3, TimeUnit.MINUTES)) {
      child.destroyForcibly();
    }
    return child.waitFor();
  }

  /** A process that applies the log and dies amid a commit. */
  static final class Child {
    public static void main(String[] arguments) throws IOException {
      Moment moment = Moment.valueOf(arguments[3]);
      int commit = Integer.parseInt(arguments[4]);
      Path folder = Path.of(arguments[1]);
      Scope scope = new Scope(new TenantId(arguments[2]), BranchName.MAIN);
      Runnable death = () -> Runtime.getRuntime().halt(CRASHED);
      try (NessieReferences references =
              InterruptedNessie.connect(URI.create(arguments[0]), moment, commit, death);
          Materialiser materialiser =
              Materialiser.open(
                  NessieServer.tables(references, folder, scope), folder.resolve("child.mv"))) {
        applyAll(materialiser);
      }
    }
  }

  private static void applyAll(Materialiser materialiser) throws IOException {
    List<Group> all = groups();
    while (materialiser.applied().seq() < all.getLast().commit().seq()) {
      long from = materialiser.applied().seq();
      materialiser.apply(
          all.stream().filter(group -> group.commit().seq() > from).limit(GROUPS_AT_ONCE).toList());
    }
  }

  @Test
  void aLostAnswerLosesAndDoublesNothing() throws Exception {
    try (NessieServer nessie = new NessieServer(nessieFolder)) {
      Scope scope = nessie.newBranch(folder);
      for (Moment moment : Moment.values()) {
        Runnable fault =
            () -> {
              throw new HttpClientException("the answer is lost");
            };
        try (NessieReferences references =
                InterruptedNessie.connect(nessie.uri(), moment, 2, fault);
            Materialiser materialiser =
                Materialiser.open(
                    NessieServer.tables(references, folder, scope),
                    folder.resolve("positions.mv"))) {
          List<Group> all = groups();
          long from = materialiser.applied().seq();
          List<Group> rest = all.stream().filter(group -> group.commit().seq() > from).toList();
          for (Group group : rest.subList(0, rest.size() / 2)) {
            materialiser.apply(List.of(group));
            assertThat(materialiser.applied()).isEqualTo(group.commit());
          }
        }
      }
      try (NessieReferences references = nessie.connect();
          Materialiser materialiser =
              Materialiser.open(
                  nessie.open(references, folder, scope), folder.resolve("positions.mv"))) {
        applyAll(materialiser);
        assertHoldsAll(nessie.open(references, folder, scope));
      }
    }
  }

  private static void assertHoldsAll(BranchTables branch) throws IOException {
    Map<String, Entity> model = new LinkedHashMap<>();
    List<Group> all = groups();
    all.forEach(
        group ->
            group.entries().forEach(entry -> model.put(entry.kind() + entry.key(), entry.after())));
    BranchHead head = branch.refresh();
    List<Entity> found = new ArrayList<>(TableScan.assets(branch, head));
    found.addAll(TableScan.relationships(branch, head));
    found.addAll(TableScan.types(branch, head));
    assertThat(found).containsExactlyInAnyOrderElementsOf(model.values());
    assertThat(MaterialisedOffset.at(head).commit()).isEqualTo(all.getLast().commit());
  }
}
