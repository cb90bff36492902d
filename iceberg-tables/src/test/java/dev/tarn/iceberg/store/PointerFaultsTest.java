package dev.tarn.iceberg.store;

import static dev.tarn.iceberg.store.Tables.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.core.log.AppendOutcome;
import dev.tarn.core.log.BranchStore;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.table.PointerChange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A lost request or answer takes a table's pointer with its group, or leaves both. */
@ResourceLock(SharedNessie.LOCK)
@ExtendWith(SharedNessie.class)
class PointerFaultsTest {
  @TempDir Path folder;

  private final Tables tables = new Tables();

  @BeforeEach
  void forgetEarlierTests() throws IOException {
    SharedNessie.clear();
  }

  private NessieCatalogStore open(FaultProxy proxy) throws IOException {
    return NessieCatalogStore.open(
        IcebergSettings.shared(folder.resolve("server"), folder.resolve("warehouse"), proxy.uri()));
  }

  @Test
  void aPointerIsWhereItsGroupIs() throws Exception {
    try (FaultProxy proxy = new FaultProxy(SharedNessie.uri());
        NessieCatalogStore store = open(proxy)) {
      store.createTenant(TenantId.DEFAULT);
      try (BranchStore branch = store.open(Scope.DEFAULT)) {
        tables.append(branch, Tables.creation());
        for (FaultProxy.Fault fault :
            List.of(FaultProxy.Fault.LOSE_ANSWER, FaultProxy.Fault.LOSE_REQUEST)) {
          List<PointerChange> changes = List.of(tables.step(ORDERS));
          long before = branch.log().head().seq();
          proxy.next(fault);
          assertThat(tables.tryAppend(branch.log(), fault.name(), changes))
              .isInstanceOf(AppendOutcome.Unknown.class);
          if (fault == FaultProxy.Fault.LOSE_REQUEST) {
            tables.assertThere(branch);
            assertThat(branch.log().head().seq()).isEqualTo(before);
            // The group has its place: a second try makes the first one visible.
            assertThat(tables.tryAppend(branch.log(), fault.name(), changes))
                .isInstanceOf(AppendOutcome.Conflict.class);
          }
          tables.acknowledge(changes);
          tables.assertThere(branch);
          assertThat(branch.log().head().seq()).isEqualTo(before + 1);
          tables.append(branch, tables.step(ORDERS));
        }
        tables.assertThere(branch);
      }
    }
    try (NessieCatalogStore store = Warehouses.open(folder);
        BranchStore branch = store.open(Scope.DEFAULT)) {
      tables.assertThere(branch);
    }
  }

  @Test
  void aGroupWhoseWriterIsGoneTakesItsPointersAlong() throws Exception {
    try (FaultProxy proxy = new FaultProxy(SharedNessie.uri());
        NessieCatalogStore store = open(proxy)) {
      store.createTenant(TenantId.DEFAULT);
      try (BranchStore branch = store.open(Scope.DEFAULT)) {
        tables.append(branch, Tables.creation());
        List<PointerChange> changes =
            List.of(
                PointerChange.drop(ORDERS, Tables.version(1)),
                PointerChange.create(Tables.SALES.child("renamed"), Tables.version(1)),
                PointerChange.create(Tables.SALES.child("new"), Tables.version(7)));
        proxy.next(FaultProxy.Fault.LOSE_REQUEST);
        assertThat(tables.tryAppend(branch.log(), "orphan", changes))
            .isInstanceOf(AppendOutcome.Unknown.class);
        tables.acknowledge(changes);
      }
    }
    try (NessieCatalogStore store = Warehouses.open(folder);
        BranchStore branch = store.open(Scope.DEFAULT)) {
      tables.assertThere(branch);
      tables.append(branch, tables.step(Tables.SALES.child("new")));
      tables.assertThere(branch);
    }
  }

  @Test
  void anotherProcessPutsBackAndGoesOn() throws Exception {
    try (FaultProxy proxy = new FaultProxy(SharedNessie.uri());
        NessieCatalogStore first = open(proxy)) {
      first.createTenant(TenantId.DEFAULT);
      try (NessieCatalogStore second = Warehouses.open(folder);
          BranchStore one = first.open(Scope.DEFAULT);
          BranchStore two = second.open(Scope.DEFAULT)) {
        tables.append(one, Tables.creation());
        tables.assertThere(two);
        List<PointerChange> slow = List.of(tables.step(ORDERS));
        proxy.next(FaultProxy.Fault.LOSE_REQUEST);
        assertThat(tables.tryAppend(one.log(), "slow", slow))
            .isInstanceOf(AppendOutcome.Unknown.class);
        // The place is taken by a group that nobody sees: the other makes it visible, then loses.
        assertThat(tables.tryAppend(two.log(), "fast", List.of(tables.step(ORDERS))))
            .isInstanceOf(AppendOutcome.Conflict.class);
        tables.acknowledge(slow);
        tables.assertThere(two);
        tables.assertThere(one);
        tables.append(two, tables.step(ORDERS));
        tables.assertThere(one);
      }
    }
  }
}
