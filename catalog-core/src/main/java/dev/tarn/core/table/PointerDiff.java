package dev.tarn.core.table;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A name that stands for something else at one commit than at another.
 *
 * @param before null if it stood for nothing
 * @param after null if it stands for nothing
 */
public record PointerDiff(TableName name, @Nullable Pointer before, @Nullable Pointer after) {
  public PointerDiff {
    if (Objects.equals(before, after)) {
      throw new IllegalArgumentException(name + " is the same at both");
    }
  }
}
