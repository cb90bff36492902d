package dev.tarn.core.table;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A name that is to stand for something else. A rename is two: the old name for nothing, the new
 * one for what the old one was.
 *
 * @param expected what it stands for now, exactly; null if it must be free
 * @param next what it will stand for, of the same kind; null to drop it. A namespace is dropped
 *     empty
 */
public record PointerChange(TableName name, @Nullable Pointer expected, @Nullable Pointer next) {
  public PointerChange {
    if (Objects.equals(expected, next)) {
      throw new IllegalArgumentException("the change of " + name + " changes nothing");
    }
    if (expected != null && next != null && expected.kind() != next.kind()) {
      throw new IllegalArgumentException(name + " is dropped before it is of another kind");
    }
    if (name.isReserved()) {
      throw name.reserved();
    }
  }

  /** Returns the change that makes a free name stand for something. */
  public static PointerChange create(TableName name, Pointer next) {
    return new PointerChange(name, null, next);
  }

  /** Returns the change from one version to the next. */
  public static PointerChange replace(TableName name, Pointer expected, Pointer next) {
    return new PointerChange(name, expected, next);
  }

  /** Returns the change that frees a name. */
  public static PointerChange drop(TableName name, Pointer expected) {
    return new PointerChange(name, expected, null);
  }
}
