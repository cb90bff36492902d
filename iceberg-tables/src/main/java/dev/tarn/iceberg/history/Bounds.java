package dev.tarn.iceberg.history;

import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types.NestedField;
import org.jspecify.annotations.Nullable;

/** What a file's statistics say about one column. A bound of text may be cut, and is then wider. */
final class Bounds {
  private Bounds() {}

  static @Nullable Long least(DataFile file, NestedField column) {
    return number(file.lowerBounds(), column);
  }

  static @Nullable Long greatest(DataFile file, NestedField column) {
    return number(file.upperBounds(), column);
  }

  static @Nullable String leastText(DataFile file, NestedField column) {
    Object bound = bound(file.lowerBounds(), column);
    return bound == null ? null : bound.toString();
  }

  private static @Nullable Long number(
      @Nullable Map<Integer, ByteBuffer> bounds, NestedField column) {
    return bound(bounds, column) instanceof Long number ? number : null;
  }

  private static @Nullable Object bound(
      @Nullable Map<Integer, ByteBuffer> bounds, NestedField column) {
    ByteBuffer bound = bounds == null ? null : bounds.get(column.fieldId());
    return bound == null ? null : Conversions.fromByteBuffer(column.type(), bound);
  }
}
