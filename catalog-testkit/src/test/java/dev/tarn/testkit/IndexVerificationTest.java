package dev.tarn.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Entity;
import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.asset.RelationshipId;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.state.BuildProgress;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.core.state.StateSource;
import dev.tarn.core.verify.Difference;
import dev.tarn.core.verify.Difference.Problem;
import dev.tarn.core.verify.IndexVerification;
import dev.tarn.core.verify.IndexVerification.Limits;
import dev.tarn.core.verify.Verification;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What differs between an index and the tables is found and named; what does not, is not. */
@ExtendWith(Seeds.class)
final class IndexVerificationTest {
  /** So few ids at a time that there are many passes. */
  private static final Limits SMALL = new Limits(10_000, 50);

  private static InMemoryState index(List<Group> groups) {
    InMemoryState state = new InMemoryState(CommitId.NOTHING);
    groups.forEach(group -> group.entries().forEach(entry -> state.apply(entry, group.commit())));
    return state;
  }

  private static Verification verify(StateSnapshot index, StateSource tables, Limits limits)
      throws IOException {
    return IndexVerification.run(List.of(index, index), tables, limits, BuildProgress.IGNORED);
  }

  /** Returns the log as an index has followed it that got some entries wrong. */
  private static List<Group> altered(List<Group> groups, UnaryOperator<LogEntry> change) {
    List<Group> all = new ArrayList<>();
    for (Group group : groups) {
      all.add(
          new Group(
              group.commit(), group.groupId(), group.entries().stream().map(change).toList()));
    }
    return all;
  }

  /** Returns what the newest entry of each entity of a kind made of it. */
  private static Map<String, LogEntry> newest(List<Group> groups, EntityKind kind) {
    Map<String, LogEntry> newest = new HashMap<>();
    for (Group group : groups) {
      for (LogEntry entry : group.entries()) {
        if (entry.kind() == kind) {
          newest.put(entry.key(), entry);
        }
      }
    }
    return newest;
  }

  private static Set<String> keys(Verification found, String kind, Problem problem) {
    Set<String> keys = new HashSet<>();
    for (Difference each : found.listed()) {
      if (each.kind().equals(kind) && each.problem() == problem) {
        assertTrue(keys.add(each.key()), "is listed once");
      }
    }
    return keys;
  }

  @Test
  void findsNothingWhereNothingDiffers(RandomLog random) throws Exception {
    List<Group> groups = random.groups(40, 60);
    Verification found = verify(index(groups), InMemorySource.of(groups), Limits.DEFAULT);
    assertEquals(List.of(), found.listed());
    assertTrue(found.isClean());
    assertEquals(groups.getLast().commit(), found.commit());
    assertEquals(newest(groups, EntityKind.ASSET).size(), found.assets());
    assertEquals(newest(groups, EntityKind.RELATIONSHIP).size(), found.relationships());
    assertEquals(
        newest(groups, EntityKind.ASSET_TYPE).size()
            + newest(groups, EntityKind.RELATIONSHIP_TYPE).size(),
        found.types());
    assertTrue(found.keyedRequests() > 0);
    assertTrue(
        verify(new InMemoryState(CommitId.NOTHING), InMemorySource.of(List.of()), SMALL).isClean());
  }

  @Test
  void namesTheFieldsThatDiffer(RandomLog random) throws Exception {
    List<Group> groups = random.groups(20, 60);
    LogEntry last =
        newest(groups, EntityKind.ASSET).values().stream()
            .filter(entry -> !((Asset) entry.after()).isDeleted())
            .findFirst()
            .orElseThrow();
    InMemoryState index = index(groups);
    index.apply(with(last, LossySource.renamed((Asset) last.after())), index.commit());
    Verification found = verify(index, InMemorySource.of(groups), SMALL);
    Asset asset = (Asset) last.after();
    assertEquals(
        List.of(
            new Difference(
                "asset",
                asset.key(),
                asset.type() + " " + asset.qualifiedName(),
                Problem.DIFFERENT,
                List.of("name"))),
        found.listed());
    assertEquals(1, found.differences());
  }

  @Test
  void findsWhatOnlyOneSideHas(RandomLog random) throws Exception {
    List<Group> groups = random.groups(30, 60);
    for (EntityKind kind : EntityKind.values()) {
      Set<String> some = new HashSet<>();
      newest(groups, kind).keySet().stream().sorted().limit(70).forEach(some::add);
      Verification missing = verify(without(groups, kind, some), InMemorySource.of(groups), SMALL);
      assertEquals(some, keys(missing, kind.code(), Problem.MISSING_IN_INDEX));
      Verification more = verify(index(groups), lacking(groups, kind, some), SMALL);
      assertEquals(some, keys(more, kind.code(), Problem.ONLY_IN_INDEX));
      assertEquals(some.size(), more.differences());
    }
  }

  /** Returns what an index has that missed all about some entities. */
  private static InMemoryState without(List<Group> groups, EntityKind kind, Set<String> keys) {
    InMemoryState state = new InMemoryState(CommitId.NOTHING);
    LogEntry kept = null;
    for (Group group : groups) {
      for (LogEntry entry : group.entries()) {
        if (entry.kind() != kind || !keys.contains(entry.key())) {
          state.apply(entry, group.commit());
          kept = entry;
        }
      }
    }
    // Nothing of the last group may be left; its commit is reached all the same.
    state.apply(withoutKey(Objects.requireNonNull(kept)), groups.getLast().commit());
    return state;
  }

  /** Returns tables that lack some entities. */
  private static StateSource lacking(List<Group> groups, EntityKind kind, Set<String> keys) {
    InMemorySource tables = InMemorySource.of(groups);
    return switch (kind) {
      case ASSET ->
          proxy(
              StateSource.class,
              tables,
              Map.of(
                  "assets",
                  arguments -> {
                    Consumer<Asset> consumer = consumer(arguments[1]);
                    tables.assets(
                        1,
                        asset -> {
                          if (!keys.contains(asset.key())) {
                            consumer.accept(asset);
                          }
                        });
                    return true;
                  },
                  "assetIds",
                  arguments -> {
                    Consumer<AssetId> consumer = consumer(arguments[1]);
                    tables.assetIds(
                        1,
                        id -> {
                          if (!keys.contains(id.value())) {
                            consumer.accept(id);
                          }
                        });
                    return true;
                  }));
      case RELATIONSHIP ->
          proxy(
              StateSource.class,
              tables,
              Map.of(
                  "relationships",
                  arguments -> {
                    Consumer<Relationship> consumer = consumer(arguments[1]);
                    tables.relationships(
                        1,
                        edge -> {
                          if (!keys.contains(edge.key())) {
                            consumer.accept(edge);
                          }
                        });
                    return true;
                  },
                  "relationshipIds",
                  arguments -> {
                    Consumer<RelationshipId> consumer = consumer(arguments[1]);
                    tables.relationshipIds(
                        1,
                        id -> {
                          if (!keys.contains(id.value())) {
                            consumer.accept(id);
                          }
                        });
                    return true;
                  }));
      case ASSET_TYPE ->
          proxy(
              StateSource.class,
              tables,
              Map.of("assetTypes", arguments -> others(tables.assetTypes(), keys)));
      case RELATIONSHIP_TYPE ->
          proxy(
              StateSource.class,
              tables,
              Map.of("relationshipTypes", arguments -> others(tables.relationshipTypes(), keys)));
    };
  }

  private static <T extends Entity> List<T> others(List<T> types, Set<String> keys) {
    return types.stream().filter(type -> !keys.contains(type.key())).toList();
  }

  @Test
  void findsAnAnswerThatIsForgotten(RandomLog random) throws Exception {
    List<Group> groups = random.groups(20, 40);
    Set<String> forgotten = new HashSet<>();
    List<Group> unkeyed =
        altered(
            groups,
            entry -> {
              if (entry.idempotencyKey() != null && entry.seq() % 3 == 0) {
                forgotten.add(entry.actor() + ' ' + entry.idempotencyKey());
                return withoutKey(entry);
              }
              return entry;
            });
    Verification found = verify(index(unkeyed), InMemorySource.of(groups), Limits.DEFAULT);
    Set<String> keys = keys(found, "keyed-request", Problem.MISSING_IN_INDEX);
    keys.addAll(keys(found, "keyed-request", Problem.DIFFERENT));
    assertEquals(forgotten, keys);
    assertEquals(forgotten.size(), found.differences());
  }

  @Test
  void findsWhatIsThereTwice(RandomLog random) throws Exception {
    List<Group> groups = random.groups(10, 60);
    InMemoryState state = index(groups);
    AssetId twice =
        ((Asset)
                newest(groups, EntityKind.ASSET).values().stream()
                    .map(LogEntry::after)
                    .filter(asset -> !((Asset) asset).isDeleted())
                    .findFirst()
                    .orElseThrow())
            .id();
    StateSnapshot index =
        proxy(
            StateSnapshot.class,
            state,
            Map.of(
                "assetIds",
                arguments -> {
                  Consumer<AssetId> consumer = consumer(arguments[0]);
                  state.assetIds(consumer);
                  consumer.accept(twice);
                  return true;
                },
                "assetCounts",
                arguments -> {
                  Map<String, Long> counts = new HashMap<>(state.assetCounts());
                  counts.merge(state.asset(twice).orElseThrow().type(), 1L, Long::sum);
                  return counts;
                }));
    InMemorySource tables = InMemorySource.of(groups);
    assertEquals(
        Set.of(twice.value()), keys(verify(index, tables, SMALL), "asset", Problem.TWICE_IN_INDEX));
    StateSource doubled =
        proxy(
            StateSource.class,
            tables,
            Map.of(
                "assets",
                arguments -> {
                  Consumer<Asset> consumer = consumer(arguments[1]);
                  tables.assets(1, consumer);
                  consumer.accept(state.asset(twice).orElseThrow());
                  return true;
                },
                "assetIds",
                arguments -> {
                  Consumer<AssetId> consumer = consumer(arguments[1]);
                  tables.assetIds(1, consumer);
                  consumer.accept(twice);
                  return true;
                }));
    assertEquals(
        Set.of(twice.value()),
        keys(verify(state, doubled, SMALL), "asset", Problem.TWICE_IN_TABLES));
  }

  @Test
  void aWrongCountIsADifference(RandomLog random) throws Exception {
    List<Group> groups = random.groups(10, 60);
    InMemoryState state = index(groups);
    StateSnapshot index =
        proxy(
            StateSnapshot.class,
            state,
            Map.of("relationshipCount", arguments -> state.relationshipCount() + 1));
    assertEquals(
        List.of(new Difference("relationship", "", "", Problem.WRONG_COUNT, List.of())),
        verify(index, InMemorySource.of(groups), SMALL).listed());
  }

  @Test
  void listsNoMoreThanItsLimitAndCountsAll(RandomLog random) throws Exception {
    List<Group> groups = random.groups(20, 60);
    Verification found =
        verify(
            new InMemoryState(groups.getLast().commit()),
            InMemorySource.of(groups),
            new Limits(3, 1_000));
    assertEquals(3, found.listed().size());
    assertEquals(
        found.assets() + found.relationships() + found.types() + found.keyedRequests(),
        found.differences());
  }

  @Test
  void isOfOneCommit(RandomLog random) {
    List<Group> groups = random.groups(5, 20);
    assertThrows(
        IllegalArgumentException.class,
        () -> verify(index(groups.subList(0, 4)), InMemorySource.of(groups), SMALL));
  }

  @Test
  void whatTheProgressThrowsEndsIt(RandomLog random) {
    List<Group> groups = random.groups(5, 20);
    IllegalStateException enough = new IllegalStateException("enough");
    assertSame(
        enough,
        assertThrows(
            IllegalStateException.class,
            () ->
                IndexVerification.run(
                    List.of(index(groups)),
                    InMemorySource.of(groups),
                    SMALL,
                    (assets, edges) -> {
                      throw enough;
                    })));
  }

  @FunctionalInterface
  private interface Answer {
    Object answer(Object[] arguments) throws Exception;
  }

  /** Returns what does as another, but for some methods. */
  private static <T> T proxy(Class<T> type, T target, Map<String, Answer> answers) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          Answer own = answers.get(method.getName());
          if (own != null) {
            Object answer = own.answer(arguments);
            return method.getReturnType() == void.class ? null : answer;
          }
          try {
            return method.invoke(target, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // what the interface says
  private static <T> Consumer<T> consumer(Object argument) {
    return (Consumer<T>) argument;
  }

  private static LogEntry with(LogEntry entry, Asset after) {
    return new LogEntry(
        entry.seq(),
        entry.committedAt(),
        entry.groupId(),
        entry.ordinal(),
        entry.operation(),
        entry.before(),
        after,
        entry.changedFields(),
        entry.actor(),
        entry.requestId(),
        entry.source(),
        entry.reason(),
        null,
        null);
  }

  private static LogEntry withoutKey(LogEntry entry) {
    return new LogEntry(
        entry.seq(),
        entry.committedAt(),
        entry.groupId(),
        entry.ordinal(),
        entry.operation(),
        entry.before(),
        entry.after(),
        entry.changedFields(),
        entry.actor(),
        entry.requestId(),
        entry.source(),
        entry.reason(),
        null,
        null);
  }
}
