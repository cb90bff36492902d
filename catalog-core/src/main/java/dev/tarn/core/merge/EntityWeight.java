package dev.tarn.core.merge;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.Entity;
import dev.tarn.core.asset.Relationship;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** About how much memory entities take. */
final class EntityWeight {
  /** Objects, ids, times and names of writers. */
  private static final long OWN_BYTES = 700;

  private static final long ELEMENT_BYTES = 64;

  private EntityWeight() {}

  /** Returns about how many bytes an entity takes; of a type, what any entity takes at least. */
  static long bytes(@Nullable Entity entity) {
    return switch (entity) {
      case Asset asset ->
          OWN_BYTES
              + bytes(asset.qualifiedName())
              + bytes(asset.description())
              + ELEMENT_BYTES
                  * (asset.owners().size()
                      + asset.tags().size()
                      + asset.classifications().size()
                      + asset.terms().size())
              + bytes(asset.attributes());
      case Relationship edge -> OWN_BYTES + bytes(edge.attributes());
      case null, default -> OWN_BYTES;
    };
  }

  private static long bytes(@Nullable Object value) {
    return switch (value) {
      case String text -> ELEMENT_BYTES + text.length();
      case List<?> list -> list.stream().mapToLong(element -> ELEMENT_BYTES + bytes(element)).sum();
      case Map<?, ?> map ->
          map.entrySet().stream()
              .mapToLong(entry -> ELEMENT_BYTES + bytes(entry.getKey()) + bytes(entry.getValue()))
              .sum();
      case null, default -> 0;
    };
  }
}
