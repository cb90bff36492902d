package dev.tarn.core.change;

import dev.tarn.core.table.PointerChange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes that arrive together, are applied in order and become visible in one commit.
 *
 * @param changes 1 to {@link #MAX_CHANGES}; with a guard, to {@link #MAX_GUARDED_CHANGES}
 * @param pointers what becomes of names of tables, views and namespaces in the same commit, at most
 *     {@link #MAX_POINTERS}, with a guard {@link #MAX_GUARDED_POINTERS}, each name once. Where
 *     there are any, all that is submitted succeeds or nothing does, and one of the changes at
 *     least is of an asset: if the changes leave every asset as it was, the first of these gets a
 *     version that says when and by whom
 * @param guard what must not have changed since the changes were worked out; null for nothing. Who
 *     sets one bounds how many such submissions there are at a time: the queue does not
 * @param rule what the changes may come to; null for whatever they ask for
 * @param weightBytes about how much memory the changes hold; counts against the queue's limit
 */
public record Submission(
    ChangeContext context,
    List<Change> changes,
    List<PointerChange> pointers,
    Atomicity atomicity,
    @Nullable Idempotency idempotency,
    @Nullable Guard guard,
    @Nullable EntryRule rule,
    long weightBytes) {
  /** The most changes of one submission. */
  public static final int MAX_CHANGES = 10_000;

  /** The most names of one submission. */
  public static final int MAX_POINTERS = 1_000;

  /** The most changes of one that the catalog has worked out itself, such as a merge. */
  public static final int MAX_GUARDED_CHANGES = 300_000;

  /** The most names of one that the catalog has worked out itself. */
  public static final int MAX_GUARDED_POINTERS = 10_000;

  public Submission {
    changes = List.copyOf(changes);
    pointers = List.copyOf(pointers);
    int maxChanges = guard == null ? MAX_CHANGES : MAX_GUARDED_CHANGES;
    if (changes.isEmpty() || changes.size() > maxChanges) {
      throw new IllegalArgumentException("a submission has 1 to " + maxChanges + " changes");
    }
    if (guard != null && atomicity != Atomicity.ALL) {
      throw new IllegalArgumentException("what is guarded is all or nothing");
    }
    if (weightBytes < 0) {
      throw new IllegalArgumentException("weightBytes is negative");
    }
    if (!pointers.isEmpty()) {
      if (atomicity != Atomicity.ALL || changes.stream().noneMatch(Submission::isOfAsset)) {
        throw new IllegalArgumentException("pointers change with an asset, all or nothing");
      }
      long names = pointers.stream().map(PointerChange::name).distinct().count();
      int maxPointers = guard == null ? MAX_POINTERS : MAX_GUARDED_POINTERS;
      if (names != pointers.size() || names > maxPointers) {
        throw new IllegalArgumentException("at most " + maxPointers + " names, each once");
      }
    }
  }

  /** Changes that change no pointer. */
  public Submission(
      ChangeContext context,
      List<Change> changes,
      Atomicity atomicity,
      @Nullable Idempotency idempotency,
      long weightBytes) {
    this(context, changes, List.of(), atomicity, idempotency, null, null, weightBytes);
  }

  /** Changes that nothing guards. */
  public Submission(
      ChangeContext context,
      List<Change> changes,
      List<PointerChange> pointers,
      Atomicity atomicity,
      @Nullable Idempotency idempotency,
      long weightBytes) {
    this(context, changes, pointers, atomicity, idempotency, null, null, weightBytes);
  }

  /** Changes that were worked out at a commit. */
  public Submission(
      ChangeContext context,
      List<Change> changes,
      List<PointerChange> pointers,
      Atomicity atomicity,
      @Nullable Idempotency idempotency,
      @Nullable Guard guard,
      long weightBytes) {
    this(context, changes, pointers, atomicity, idempotency, guard, null, weightBytes);
  }

  /** Returns the same, for someone who may not do everything. */
  public Submission under(EntryRule restriction) {
    return new Submission(
        context, changes, pointers, atomicity, idempotency, guard, restriction, weightBytes);
  }

  private static boolean isOfAsset(Change change) {
    return switch (change) {
      case Change.UpsertAsset upsert -> true;
      case Change.PatchAsset patch -> true;
      case Change.DeleteAsset delete -> true;
      case Change.RestoreAsset restore -> true;
      case Change.SetAsset set -> true;
      case Change.SetRelationship set -> false;
      case Change.PutRelationship put -> false;
      case Change.RemoveRelationship remove -> false;
      case Change.DefineAssetType define -> false;
      case Change.DefineRelationshipType define -> false;
    };
  }
}
