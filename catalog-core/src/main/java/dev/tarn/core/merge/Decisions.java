package dev.tarn.core.merge;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides conflicts by what was chosen, then by the strategy, and remembers them. */
final class Decisions {
  /** The most conflicts of one merge; about a kilobyte each. */
  static final int MAX_CONFLICTS = 50_000;

  /** Tells which side has written last. */
  @FunctionalInterface
  interface Newest {
    Side of(Conflict conflict);
  }

  private final Map<String, Side> choices;
  private final ConflictStrategy strategy;
  private final Newest newest;
  private final Map<String, Conflict> conflicts = new LinkedHashMap<>();

  /**
   * @param choices by the id of the conflict
   */
  Decisions(Map<String, Side> choices, ConflictStrategy strategy, Newest newest) {
    this.choices = Map.copyOf(choices);
    this.strategy = strategy;
    this.newest = newest;
  }

  /** Returns whose word counts; {@code OURS} while the conflict is open. */
  Side decide(Conflict conflict) {
    Conflict known = conflicts.get(conflict.id());
    if (known == null) {
      if (conflicts.size() == MAX_CONFLICTS) {
        throw new CatalogException(
            ErrorCode.MERGE_TOO_LARGE, "there are more than " + MAX_CONFLICTS + " conflicts");
      }
      known = conflict.chosen(choice(conflict));
      conflicts.put(known.id(), known);
    }
    Side chosen = known.chosen();
    return chosen == null ? Side.OURS : chosen;
  }

  private @Nullable Side choice(Conflict conflict) {
    Side chosen = choices.get(conflict.id());
    if (chosen != null && !conflict.choices().contains(chosen)) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_REQUEST,
          "choices",
          conflict.id() + " cannot be resolved as " + chosen.code() + ": " + conflict.message());
    }
    Side side =
        chosen != null
            ? chosen
            : switch (strategy) {
              case FAIL -> null;
              case OURS -> Side.OURS;
              case THEIRS -> Side.THEIRS;
              case NEWEST -> newest.of(conflict);
            };
    return side != null && conflict.choices().contains(side) ? side : null;
  }

  /**
   * Returns all conflicts, decided or not.
   *
   * @throws CatalogException {@code invalid-request} if something was chosen for one that is none
   */
  List<Conflict> conflicts() {
    for (String id : choices.keySet()) {
      if (!conflicts.containsKey(id)) {
        throw CatalogException.ofField(
            ErrorCode.INVALID_REQUEST, "choices", "there is no conflict " + id);
      }
    }
    return List.copyOf(conflicts.values());
  }
}
