package dev.tarn.iceberg.store;

import dev.tarn.core.change.LogEntry;
import dev.tarn.core.log.AppendOutcome;
import dev.tarn.core.log.BranchStore;
import dev.tarn.core.log.ChangeLog;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.iceberg.garbage.UserFiles;
import dev.tarn.iceberg.log.AppendStep;
import dev.tarn.testkit.RandomLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Prints how long appends take; arguments: groups, entries of a group. */
final class AppendLatency {
  private AppendLatency() {}

  public static void main(String[] arguments) throws Exception {
    int groups = Integer.parseInt(arguments[0]);
    int size = Integer.parseInt(arguments[1]);
    Path folder = Files.createTempDirectory("tarn-latency");
    Map<AppendStep, List<Long>> steps = new EnumMap<>(AppendStep.class);
    try (NessieCatalogStore store =
        NessieCatalogStore.open(
            IcebergSettings.in(folder),
            (scope, step, time) ->
                steps.computeIfAbsent(step, key -> new ArrayList<>()).add(time.toNanos() / 1_000),
            UserFiles.inWarehouse())) {
      store.createTenant(TenantId.DEFAULT);
      try (BranchStore branch = store.open(new Scope(TenantId.DEFAULT, BranchName.MAIN))) {
        ChangeLog log = branch.log();
        RandomLog random = new RandomLog(1);
        long[] micros = new long[groups];
        CommitId head = log.head();
        for (int i = 0; i < groups; i++) {
          List<LogEntry> entries = random.entries("group-" + i, size);
          long start = System.nanoTime();
          AppendOutcome outcome = log.append(head, "group-" + i, entries);
          micros[i] = (System.nanoTime() - start) / 1_000;
          if (!(outcome instanceof AppendOutcome.Committed(CommitId commit))) {
            throw new IllegalStateException(outcome.toString());
          }
          head = commit;
          int step = Math.max(1, groups / 10);
          if ((i + 1) % step == 0) {
            long[] last = Arrays.copyOfRange(micros, i + 1 - step, i + 1);
            Arrays.sort(last);
            System.out.printf(
                "%6d..%6d  p50 %.1f ms  p99 %.1f ms%n",
                i + 2 - step, i + 1, last[step / 2] / 1e3, last[step * 99 / 100] / 1e3);
          }
        }
        steps.forEach(
            (step, times) -> {
              times.sort(null);
              System.out.printf(
                  "%-10s p50 %.1f ms%n", step.code(), times.get(times.size() / 2) / 1e3);
            });
        long start = System.nanoTime();
        long[] read = new long[1];
        long seq = 0;
        while (seq < head.seq()) {
          seq = log.read(seq, 10_000, group -> read[0] += group.entries().size()).seq();
        }
        System.out.printf("read %d in %d ms%n", read[0], (System.nanoTime() - start) / 1_000_000);
      }
    }
  }
}
