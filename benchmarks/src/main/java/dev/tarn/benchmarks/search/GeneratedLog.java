package dev.tarn.benchmarks.search;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.change.Operation;
import dev.tarn.core.log.AppendOutcome;
import dev.tarn.core.log.ChangeLog;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.table.PointerChange;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The end of a log in memory, after a state that was generated: it changes assets of the state. */
final class GeneratedLog implements ChangeLog {
  private static final Instant START = Instant.parse("2026-06-01T00:00:00Z");
  private static final String ACTOR = "generator";

  private final Scope scope;
  private final String name;
  private final List<Asset> assets;
  private final List<Group> groups = new ArrayList<>();
  private int next;

  private GeneratedLog(Scope scope, String name, List<Asset> assets, List<Group> groups) {
    this.scope = scope;
    this.name = name;
    this.assets = new ArrayList<>(assets);
    this.groups.addAll(groups);
  }

  /**
   * @param assets of the state; they are changed in turn
   */
  static GeneratedLog after(GeneratedState state, Scope scope, List<Asset> assets) {
    LogEntry last =
        entry(state.commit().seq(), state.groupId(), Operation.CREATE, null, assets.getFirst());
    return new GeneratedLog(
        scope, "main", assets, List.of(new Group(state.commit(), state.groupId(), List.of(last))));
  }

  /** Returns the log of a branch that was made of this one now. */
  GeneratedLog branch(Scope branch) {
    return new GeneratedLog(branch, branch.branch().value(), assets, groups);
  }

  /** Appends a group that changes so many assets, and returns it. */
  Group grow(int changes) {
    String groupId = name + "-" + groups.size();
    long seq = head().seq();
    List<LogEntry> entries = new ArrayList<>();
    for (int i = 0; i < changes; i++) {
      int index = next++ % assets.size();
      Asset before = assets.get(index);
      Asset after = changed(before, ++seq);
      assets.set(index, after);
      entries.add(entry(seq, groupId, Operation.UPDATE, before, after));
    }
    Group group = new Group(new CommitId(seq, "%08x".formatted(seq)), groupId, entries);
    groups.add(group);
    return group;
  }

  private static LogEntry entry(
      long seq, String groupId, Operation operation, @Nullable Asset before, Asset after) {
    return new LogEntry(
        seq,
        START.plusMillis(seq),
        groupId,
        0,
        operation,
        before,
        after,
        before == null ? List.of() : List.of("description"),
        ACTOR,
        "request",
        null,
        null,
        null,
        null);
  }

  private static Asset changed(Asset before, long seq) {
    return new Asset(
        before.id(),
        before.type(),
        before.qualifiedName(),
        before.name(),
        before.displayName(),
        "Described again at " + seq + ".",
        before.parentId(),
        before.platform(),
        before.workspaceId(),
        before.domainId(),
        before.owners(),
        before.tags(),
        before.classifications(),
        before.terms(),
        before.attributes(),
        before.status(),
        before.quality(),
        before.popularity(),
        before.createdAt(),
        before.createdBy(),
        START.plusMillis(seq),
        ACTOR,
        before.version() + 1,
        seq);
  }

  @Override
  public Scope scope() {
    return scope;
  }

  @Override
  public CommitId head() {
    return groups.getLast().commit();
  }

  @Override
  public AppendOutcome append(
      CommitId expected, String groupId, List<LogEntry> entries, List<PointerChange> pointers)
      throws IOException {
    throw new IOException("this log grows by itself");
  }

  @Override
  public CommitId read(long afterSeq, int maxEntries, Consumer<Group> consumer) {
    CommitId reached = new CommitId(afterSeq, CommitId.NOTHING.hash());
    int count = 0;
    for (Group group : groups) {
      if (group.commit().seq() > afterSeq && count < maxEntries) {
        consumer.accept(group);
        count += group.entries().size();
        reached = group.commit();
      }
    }
    return reached;
  }

  @Override
  public void close() {}
}
