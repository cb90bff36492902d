package dev.tarn.core.merge;

import dev.tarn.core.change.LogEntry;
import dev.tarn.core.diff.EntityKey;
import dev.tarn.core.diff.EntityStates;
import dev.tarn.core.diff.LogRange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells from the logs of two sides which has written a field last; read when first asked. */
public final class LastWritten implements MergePlanner.Newest {
  private static final String WHOLE = "";

  private final LogRange ours;
  private final LogRange theirs;
  private final Set<EntityKey> keys;
  private @Nullable Map<EntityKey, Map<String, Instant>> here;
  private @Nullable Map<EntityKey, Map<String, Instant>> there;

  /**
   * @param keys of the entities of which there may be a conflict
   */
  public LastWritten(LogRange ours, LogRange theirs, Set<EntityKey> keys) {
    this.ours = ours;
    this.theirs = theirs;
    this.keys = Set.copyOf(keys);
  }

  @Override
  public Side of(Conflict conflict) {
    EntityKey key = conflict.key();
    if (key == null) {
      return Side.OURS;
    }
    if (here == null || there == null) {
      here = read(ours);
      there = read(theirs);
    }
    Instant own = time(here.getOrDefault(key, Map.of()), conflict.field());
    Instant their = time(there.getOrDefault(key, Map.of()), conflict.field());
    return their.isAfter(own) ? Side.THEIRS : Side.OURS;
  }

  private Map<EntityKey, Map<String, Instant>> read(LogRange log) {
    Map<EntityKey, Map<String, Instant>> times = new HashMap<>();
    try {
      log.forEach(entry -> take(entry, times));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return times;
  }

  private void take(LogEntry entry, Map<EntityKey, Map<String, Instant>> times) {
    EntityKey key = EntityStates.key(entry);
    if (!keys.contains(key)) {
      return;
    }
    Map<String, Instant> fields = times.computeIfAbsent(key, same -> new HashMap<>());
    if (entry.changedFields().isEmpty()) {
      fields.clear();
      fields.put(WHOLE, entry.committedAt());
    } else {
      entry.changedFields().forEach(field -> fields.put(field, entry.committedAt()));
    }
  }

  /** Returns when a field was written: with the whole entity, or since then. */
  private static Instant time(Map<String, Instant> fields, @Nullable String field) {
    Instant time = fields.getOrDefault(WHOLE, Instant.EPOCH);
    for (Map.Entry<String, Instant> written : fields.entrySet()) {
      boolean matches =
          field == null
              || field.equals(written.getKey())
              || field.startsWith(written.getKey() + ".");
      if (matches && written.getValue().isAfter(time)) {
        time = written.getValue();
      }
    }
    return time;
  }
}
