package dev.tarn.core.diff;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.Entity;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.change.Operation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An entity that is different at two points.
 *
 * @param from null if it is not there at the first point
 * @param to null if it is not there at the second point
 * @param fields those that differ; of one that is there at one point only, all
 */
public record EntityDiff(
    EntityKey key, @Nullable Entity from, @Nullable Entity to, List<FieldDiff> fields) {
  public EntityDiff {
    fields = List.copyOf(fields);
    if (from == null && to == null) {
      throw new IllegalArgumentException("there is no " + key);
    }
  }

  /** Compares what is live of an entity; empty if it is the same at both points, or at neither. */
  public static Optional<EntityDiff> of(EntityKey key, @Nullable Entity from, @Nullable Entity to) {
    Map<String, Object> before = from == null ? Map.of() : EntityFields.of(from);
    Map<String, Object> after = to == null ? Map.of() : EntityFields.of(to);
    Set<String> names = new LinkedHashSet<>(before.keySet());
    names.addAll(after.keySet());
    List<FieldDiff> fields = new ArrayList<>();
    for (String name : names) {
      if (!Objects.equals(before.get(name), after.get(name))) {
        fields.add(new FieldDiff(name, before.get(name), after.get(name)));
      }
    }
    return fields.isEmpty() ? Optional.empty() : Optional.of(new EntityDiff(key, from, to, fields));
  }

  /** Returns what makes the second point of the first: create, update or delete. */
  public Operation operation() {
    return from == null ? Operation.CREATE : to == null ? Operation.DELETE : Operation.UPDATE;
  }

  /** Returns the entity where it is there, at the second point if at both. */
  public Entity entity() {
    return Objects.requireNonNull(to == null ? from : to);
  }

  /** Returns the type of an asset or relationship; of a type, its kind. */
  public String type() {
    return switch (entity()) {
      case Asset asset -> asset.type();
      case Relationship edge -> edge.type();
      default -> key.kind().code();
    };
  }
}
