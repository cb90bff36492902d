package dev.tarn.core.merge;

import dev.tarn.core.asset.Entity;
import dev.tarn.core.change.ChangeContext;
import dev.tarn.core.diff.EntityKey;
import dev.tarn.core.state.StateReader;
import dev.tarn.core.table.PointerDiff;
import dev.tarn.core.table.PointerSnapshot;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be taken over.
 *
 * @param touched the entities that are to be looked at, which are taken out when they are; others
 *     are the same at the base and in theirs
 * @param state of theirs
 * @param tables the names that stand for something else in theirs than at the base
 * @param names what names stand for in theirs
 */
public record MergeSource(
    Map<EntityKey, Touched> touched,
    StateReader state,
    List<PointerDiff> tables,
    PointerSnapshot names) {
  public MergeSource {
    tables = List.copyOf(tables);
  }

  /**
   * An entity that theirs has changed.
   *
   * @param base as it was; null if it was not live
   * @param context who has changed it last, and why
   */
  public record Touched(@Nullable Entity base, ChangeContext context) {}
}
