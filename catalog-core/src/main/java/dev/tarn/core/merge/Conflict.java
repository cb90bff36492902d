package dev.tarn.core.merge;

import dev.tarn.core.diff.EntityKey;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the two sides contradict each other.
 *
 * @param id names the conflict in a choice; the same in each merge of the same two sides
 * @param key of the entity; null if there is none
 * @param label of the entity, for people: {@code table:sales.orders}
 * @param field as changes name it, an attribute as {@code attributes.<name>}, a map's key after a
 *     further dot; null where it is not about one
 * @param base what both began with; null for nothing
 * @param ours what there is; null for nothing
 * @param theirs what is to be taken over; null for nothing
 * @param message what has happened, for people
 * @param choices that are possible
 * @param chosen null while it is open
 */
public record Conflict(
    String id,
    ConflictKind kind,
    @Nullable EntityKey key,
    String label,
    @Nullable String field,
    @Nullable Object base,
    @Nullable Object ours,
    @Nullable Object theirs,
    String message,
    Set<Side> choices,
    @Nullable Side chosen) {
  static final Set<Side> BOTH = Set.of(Side.OURS, Side.THEIRS);

  public Conflict {
    choices = Set.copyOf(choices);
  }

  Conflict chosen(@Nullable Side side) {
    return new Conflict(id, kind, key, label, field, base, ours, theirs, message, choices, side);
  }
}
