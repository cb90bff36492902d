package dev.tarn.core.merge;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.Entity;
import dev.tarn.core.change.ChangeContext;
import dev.tarn.core.diff.EntityKey;
import org.jspecify.annotations.Nullable;

/** What is to become of one entity; null stands for one that is not live. */
final class Planned {
  final EntityKey key;
  final @Nullable Entity base;
  final @Nullable Entity ours;
  final @Nullable Entity theirs;

  /** Who has changed it, and why. */
  final ChangeContext context;

  @Nullable Entity result;

  /** Whether it is kept, or brought back, against a deletion: so is what went with it. */
  boolean held;

  /** Whether it goes since what it is in goes: so does what is in it. */
  boolean cascaded;

  Planned(
      EntityKey key,
      @Nullable Entity base,
      @Nullable Entity ours,
      @Nullable Entity theirs,
      ChangeContext context,
      @Nullable Entity result) {
    this.key = key;
    this.base = base;
    this.ours = ours;
    this.theirs = theirs;
    this.context = context;
    this.result = result;
  }

  boolean deletes() {
    return ours != null && result == null;
  }

  @Nullable Asset resultAsset() {
    return result instanceof Asset asset ? asset : null;
  }

  @Nullable Asset ourAsset() {
    return ours instanceof Asset asset ? asset : null;
  }
}
