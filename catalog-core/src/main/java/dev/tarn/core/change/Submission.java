package dev.tarn.core.change;

import dev.tarn.core.table.PointerChange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes that arrive together, are applied in order and become visible in one commit.
 *
 * @param changes 1 to {@link #MAX_CHANGES}
 * @param pointers what becomes of names of tables, views and namespaces in the same commit, at most
 *     {@link #MAX_POINTERS}, each name once. Where there are any, all that is submitted succeeds or
 *     nothing does, and one of the changes at least is of an asset: if the changes leave every
 *     asset as it was, the first of these gets a version that says when and by whom
 * @param weightBytes about how much memory the changes hold; counts against the queue's limit
 */
public record Submission(
    ChangeContext context,
    List<Change> changes,
    List<PointerChange> pointers,
    Atomicity atomicity,
    @Nullable Idempotency idempotency,
    long weightBytes) {
  /** The most changes of one submission. */
  public static final int MAX_CHANGES = 10_000;

  /** The most names of one submission. */
  public static final int MAX_POINTERS = 1_000;

  public Submission {
    changes = List.copyOf(changes);
    pointers = List.copyOf(pointers);
    if (changes.isEmpty() || changes.size() > MAX_CHANGES) {
      throw new IllegalArgumentException("a submission has 1 to " + MAX_CHANGES + " changes");
    }
    if (weightBytes < 0) {
      throw new IllegalArgumentException("weightBytes is negative");
    }
    if (!pointers.isEmpty()) {
      if (atomicity != Atomicity.ALL || changes.stream().noneMatch(Submission::isOfAsset)) {
        throw new IllegalArgumentException("pointers change with an asset, all or nothing");
      }
      long names = pointers.stream().map(PointerChange::name).distinct().count();
      if (names != pointers.size() || names > MAX_POINTERS) {
        throw new IllegalArgumentException("at most " + MAX_POINTERS + " names, each once");
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
    this(context, changes, List.of(), atomicity, idempotency, weightBytes);
  }

  private static boolean isOfAsset(Change change) {
    return switch (change) {
      case Change.UpsertAsset upsert -> true;
      case Change.PatchAsset patch -> true;
      case Change.DeleteAsset delete -> true;
      case Change.RestoreAsset restore -> true;
      case Change.PutRelationship put -> false;
      case Change.RemoveRelationship remove -> false;
      case Change.DefineAssetType define -> false;
      case Change.DefineRelationshipType define -> false;
    };
  }
}
