package dev.tarn.core.verify;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The fields of entities, which are records all. */
final class RecordFields {
  private RecordFields() {}

  /** Returns the names of the fields in which two records of one class differ. */
  static List<String> differing(Object one, Object other) {
    List<String> names = new ArrayList<>();
    for (RecordComponent field : one.getClass().getRecordComponents()) {
      if (!Objects.equals(value(one, field), value(other, field))) {
        names.add(field.getName());
      }
    }
    return names;
  }

  private static Object value(Object entity, RecordComponent field) {
    try {
      return field.getAccessor().invoke(entity);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("a record can be read", e);
    }
  }
}
