package dev.tarn.core.scope;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a branch or tag beside where it is.
 *
 * @param owner who answers for it; at first whoever made it
 * @param purpose what it is for, as its owner says; may be empty
 * @param createdAt null if that was not kept
 * @param isProtected whether it is neither deleted nor renamed; a main branch always is
 * @param expiresAt when it is deleted, unless it is protected then; null if never
 * @param rules what a branch asks for before it is changed
 */
public record ReferenceDetails(
    Actor owner,
    String purpose,
    @Nullable Instant createdAt,
    boolean isProtected,
    @Nullable Instant expiresAt,
    ReviewRules rules) {
  /** The longest purpose, in characters. */
  public static final int MAX_PURPOSE_CHARS = 1_000;

  /** Of a reference that is Tarn's own, or from before details were kept. */
  public static final ReferenceDetails UNKNOWN =
      new ReferenceDetails(Actor.SYSTEM, "", null, false, null, ReviewRules.NONE);

  public ReferenceDetails {
    if (purpose.length() > MAX_PURPOSE_CHARS) {
      throw CatalogException.ofField(
          ErrorCode.VALUE_TOO_LARGE,
          "purpose",
          "a purpose has at most " + MAX_PURPOSE_CHARS + " characters");
    }
  }

  /** Returns the details of what someone makes now. */
  public static ReferenceDetails madeBy(Actor owner, Instant now) {
    return new ReferenceDetails(owner, "", now, false, null, ReviewRules.NONE);
  }

  /** Returns the same with another owner. */
  public ReferenceDetails withOwner(Actor changed) {
    return new ReferenceDetails(changed, purpose, createdAt, isProtected, expiresAt, rules);
  }

  /** Returns the same for another purpose. */
  public ReferenceDetails withPurpose(String changed) {
    return new ReferenceDetails(owner, changed, createdAt, isProtected, expiresAt, rules);
  }

  /** Returns the same, protected or not. */
  public ReferenceDetails withProtection(boolean changed) {
    return new ReferenceDetails(owner, purpose, createdAt, changed, expiresAt, rules);
  }

  /** Returns the same that ends at another time; null for never. */
  public ReferenceDetails withExpiry(@Nullable Instant changed) {
    return new ReferenceDetails(owner, purpose, createdAt, isProtected, changed, rules);
  }

  /** Returns the same with other rules. */
  public ReferenceDetails withRules(ReviewRules changed) {
    return new ReferenceDetails(owner, purpose, createdAt, isProtected, expiresAt, changed);
  }

  /** Returns whether its time is over, and nothing protects it. */
  public boolean isExpired(Instant now) {
    return !isProtected && expiresAt != null && !now.isBefore(expiresAt);
  }
}
