package dev.tarn.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tarn.core.change.LogEntry;
import dev.tarn.core.log.AppendOutcome;
import dev.tarn.core.log.BranchStore;
import dev.tarn.core.log.CatalogStore;
import dev.tarn.core.log.ChangeLog;
import dev.tarn.core.log.Group;
import dev.tarn.core.log.LogFollower;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.PointInTime;
import dev.tarn.core.scope.Reference;
import dev.tarn.core.scope.ReferenceDetails;
import dev.tarn.core.scope.ReferenceKind;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.testkit.Faults.OfAppend;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Seeds.class)
final class DecoratorsTest {
  private static final Faults NONE = Faults.ofAppends();
  private static final CommitId COMMIT = new CommitId(1, "0123456789abcdef");
  private static final Reference REFERENCE =
      new Reference(
          BranchName.MAIN, ReferenceKind.BRANCH, BranchName.MAIN, COMMIT, ReferenceDetails.UNKNOWN);
  private static final Group GROUP =
      new Group(COMMIT, "group", List.of(Entries.created("group", 1, "a")));

  /** Arguments, and answers, by type. */
  private static final Map<Class<?>, Object> VALUES =
      Map.ofEntries(
          Map.entry(TenantId.class, TenantId.DEFAULT),
          Map.entry(BranchName.class, BranchName.MAIN),
          Map.entry(Scope.class, Scope.DEFAULT),
          Map.entry(PointInTime.class, new PointInTime.AtTag(BranchName.MAIN)),
          Map.entry(CommitId.class, COMMIT),
          Map.entry(AppendOutcome.class, new AppendOutcome.Committed(COMMIT)),
          Map.entry(List.class, List.of(GROUP)),
          Map.entry(String.class, "text"),
          Map.entry(ReferenceDetails.class, ReferenceDetails.UNKNOWN),
          Map.entry(Reference.class, REFERENCE),
          Map.entry(UnaryOperator.class, UnaryOperator.identity()),
          Map.entry(boolean.class, true),
          Map.entry(long.class, 0L),
          Map.entry(int.class, 10),
          Map.entry(Consumer.class, (Consumer<Object>) any -> {}));

  @Test
  void forwardEveryMethod() throws Exception {
    assertForwards(ChangeLog.class, log -> new FaultyChangeLog(log, NONE), List.of());
    assertForwards(LogFollower.class, follower -> new FaultyFollower(follower, NONE), List.of());
    assertForwards(CatalogStore.class, store -> new FaultyCatalogStore(store, NONE), List.of());
    assertForwards(
        BranchStore.class,
        branch -> new FaultyCatalogStore.FaultyBranchStore(branch, NONE),
        List.of("log", "followers"));
  }

  /** Calls each method of the decorator and expects that the decorated one hears of each. */
  private static <T> void assertForwards(
      Class<T> type, Function<T, T> decorate, List<String> calledOnCreation) throws Exception {
    List<String> heard = new ArrayList<>();
    T recorder =
        type.cast(
            Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> {
                  heard.add(method.getName());
                  return answer(method);
                }));
    T decorator = decorate.apply(recorder);
    assertEquals(calledOnCreation, heard);
    List<String> expected = new ArrayList<>();
    for (Method method : type.getMethods()) {
      if (Modifier.isStatic(method.getModifiers())) {
        continue;
      }
      expected.add(method.getName());
      Object[] arguments = Arrays.stream(method.getParameterTypes()).map(VALUES::get).toArray();
      Object answer = method.invoke(decorator, arguments);
      if (method.getReturnType() != void.class && VALUES.containsKey(method.getReturnType())) {
        assertEquals(VALUES.get(method.getReturnType()), plain(method, answer), method.getName());
      }
    }
    assertEquals(new TreeSet<>(expected), new TreeSet<>(heard), type.getSimpleName());
  }

  /** Followers come back wrapped. */
  private static Object plain(Method method, Object answer) {
    return method.getName().equals("followers") ? List.of(GROUP) : answer;
  }

  private static Object answer(Method method) {
    if (method.getName().equals("followers")) {
      return List.of();
    }
    if (method.getReturnType().isInterface() && !VALUES.containsKey(method.getReturnType())) {
      return Proxy.newProxyInstance(
          method.getReturnType().getClassLoader(),
          new Class<?>[] {method.getReturnType()},
          (proxy, inner, arguments) -> answer(inner));
    }
    return VALUES.get(method.getReturnType());
  }

  private static ChangeLog emptyLog() {
    return new InMemoryCatalogStore().open(Scope.DEFAULT).log();
  }

  private static List<LogEntry> entry(long seq) {
    return List.of(Entries.created("group", seq, "name." + seq));
  }

  @Test
  void lostAnswerMayHaveTakenEffect() throws Exception {
    ChangeLog real = emptyLog();
    FaultyChangeLog log =
        new FaultyChangeLog(real, Faults.ofAppends(OfAppend.LOST_BEFORE, OfAppend.LOST_AFTER));
    assertInstanceOf(AppendOutcome.Unknown.class, log.append(real.head(), "a", entry(1)));
    assertEquals(0, real.head().seq());
    assertInstanceOf(AppendOutcome.Unknown.class, log.append(real.head(), "b", entry(1)));
    assertEquals(1, real.head().seq());
    assertInstanceOf(AppendOutcome.Committed.class, log.append(real.head(), "c", entry(2)));
  }

  @Test
  void lateEffectComesAfterTheNextLook() throws Exception {
    ChangeLog real = emptyLog();
    FaultyChangeLog log = new FaultyChangeLog(real, Faults.ofAppends(OfAppend.LOST_LATE));
    assertInstanceOf(AppendOutcome.Unknown.class, log.append(real.head(), "a", entry(1)));
    assertEquals(0, log.head().seq());
    assertEquals(1, log.head().seq());
  }

  @Test
  void conflictAndRefusalHaveNoEffect() throws Exception {
    ChangeLog real = emptyLog();
    Faults faults = Faults.ofAppends(OfAppend.CONFLICT, OfAppend.REFUSED);
    FaultyChangeLog log = new FaultyChangeLog(real, faults);
    assertInstanceOf(AppendOutcome.Conflict.class, log.append(real.head(), "a", entry(1)));
    assertThrows(IOException.class, () -> log.append(real.head(), "a", entry(1)));
    assertEquals(0, real.head().seq());
    assertEquals(2, faults.appendFaults());
  }

  @Test
  void faultyFollowerStopsBetweenGroups(RandomLog random) throws Exception {
    List<Group> groups = random.groups(20, 10);
    InMemoryStateIndex index = new InMemoryStateIndex();
    FaultyFollower follower = new FaultyFollower(index, Faults.oneIn(3, random.seq()));
    int failures = 0;
    while (index.applied().seq() < random.seq()) {
      long from = index.applied().seq();
      try {
        follower.apply(groups);
      } catch (IOException e) {
        failures++;
      }
      boolean atGroupsEnd =
          index.applied().seq() == from
              || groups.stream().anyMatch(group -> group.commit().equals(index.applied()));
      assertEquals(true, atGroupsEnd, "whole groups, after " + failures + " failures");
    }
    assertEquals(groups.getLast().commit(), index.applied());
  }
}
