package dev.tarn.core.privacy;

import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.tenant.TenantStatus;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a replacement has decided, kept until it has ended so that a crash changes none of it.
 *
 * @param id of the run
 * @param tenant whose run it is
 * @param before the tenants of the family, and what status each had
 * @param epoch of the family from then on
 * @param mode what becomes of the user
 * @param secret random, in hexadecimal digits; new salts of redacted groups derive from it
 */
public record ErasurePlan(
    String id,
    TenantId tenant,
    Map<TenantId, TenantStatus> before,
    long epoch,
    Mode mode,
    PersonNames names,
    String pseudonym,
    String secret,
    Actor by,
    Instant startedAt) {
  /** What becomes of the user. */
  public enum Mode {
    /** A user of another name stays. */
    PSEUDONYMISE,
    /** The user goes, too. */
    ERASE
  }

  public ErasurePlan {
    before = Map.copyOf(before);
  }

  /** Returns the tenants whose files are rewritten. */
  public Set<TenantId> family() {
    Set<TenantId> sorted = new TreeSet<>(Comparator.comparing(TenantId::value));
    sorted.addAll(before.keySet());
    return sorted;
  }

  /** Returns the same with what else names the person. */
  public ErasurePlan with(PersonNames more) {
    return new ErasurePlan(
        id, tenant, before, epoch, mode, names.and(more), pseudonym, secret, by, startedAt);
  }

  /** Returns what replaces the person, but for relationships. */
  public NameReplacer replacer() {
    return new NameReplacer(names, pseudonym, Map.of());
  }

  @Override
  public String toString() {
    return "ErasurePlan[" + id + "]";
  }
}
