package dev.tarn.core.access;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Entity;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.policy.AssetAccess;
import dev.tarn.core.policy.MaskedField;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of the log is shown. An entry is if the state that it made is, or of a deletion the state
 * before; a state before that is hidden is left out of it. A relationship's needs both of its ends.
 */
public final class ShownEntries {
  /** Reads those of some assets that are shown. */
  @FunctionalInterface
  public interface Ends {
    Map<AssetId, Asset> of(Collection<AssetId> ids) throws IOException;
  }

  private final AssetAccess access;
  private final Ends ends;

  /**
   * @param ends of relationships
   */
  public ShownEntries(AssetAccess access, Ends ends) {
    this.access = access;
    this.ends = ends;
  }

  /** Returns those that are shown, in their order. */
  public List<LogEntry> of(List<LogEntry> entries) throws IOException {
    Set<AssetId> wanted = new HashSet<>();
    for (LogEntry entry : entries) {
      if (entry.after() instanceof Relationship edge) {
        wanted.add(edge.sourceId());
        wanted.add(edge.targetId());
      }
    }
    Set<AssetId> shown = wanted.isEmpty() ? Set.of() : ends.of(wanted).keySet();
    List<LogEntry> kept = new ArrayList<>();
    for (LogEntry entry : entries) {
      switch (entry.after()) {
        case Asset after -> {
          if (isShown(entry.before(), after)) {
            kept.add(masked(entry, after));
          }
        }
        case Relationship edge -> {
          if (shown.contains(edge.sourceId()) && shown.contains(edge.targetId())) {
            kept.add(entry);
          }
        }
        default -> kept.add(entry);
      }
    }
    return kept;
  }

  private boolean isShown(@Nullable Entity before, Asset after) {
    Asset judged = after.isDeleted() && before instanceof Asset last ? last : after;
    return access.shows(judged);
  }

  private LogEntry masked(LogEntry entry, Asset after) {
    Entity before =
        entry.before() instanceof Asset asset && access.shows(asset) ? access.masked(asset) : null;
    Set<MaskedField> hidden = access.hiddenOf(after);
    return new LogEntry(
        entry.seq(),
        entry.committedAt(),
        entry.groupId(),
        entry.ordinal(),
        entry.operation(),
        before,
        access.masked(after),
        entry.changedFields().stream().filter(field -> !isHidden(field, hidden)).toList(),
        entry.actor(),
        entry.requestId(),
        entry.source(),
        entry.reason(),
        entry.idempotencyKey(),
        entry.requestFingerprint(),
        entry.via());
  }

  private static boolean isHidden(String changed, Set<MaskedField> hidden) {
    return hidden.stream()
        .anyMatch(field -> changed.equals(field.code()) || changed.startsWith(field.code() + "."));
  }
}
