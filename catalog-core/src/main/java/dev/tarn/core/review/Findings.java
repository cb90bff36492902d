package dev.tarn.core.review;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.diff.EntityDiff;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a check finds: all of it is counted, the first ones are kept. Of one thread. */
public final class Findings {
  /** The most findings of a check that are kept. */
  public static final int MAX_KEPT = 100;

  private final List<Finding> kept = new ArrayList<>();
  private long total;

  /** Adds what is wrong with an entity. */
  public void add(EntityDiff diff, @Nullable String field, String message) {
    total++;
    if (kept.size() < MAX_KEPT) {
      kept.add(new Finding(diff.key().toString(), name(diff), field, message));
    }
  }

  private static String name(EntityDiff diff) {
    return switch (diff.entity()) {
      case Asset asset -> asset.type() + ":" + asset.qualifiedName();
      case Relationship edge -> edge.type() + ": " + edge.sourceId() + " → " + edge.targetId();
      default -> diff.key().toString();
    };
  }

  List<Finding> kept() {
    return List.copyOf(kept);
  }

  long total() {
    return total;
  }
}
