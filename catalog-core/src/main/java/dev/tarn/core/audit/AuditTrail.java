package dev.tarn.core.audit;

import dev.tarn.core.scope.Principal;
import dev.tarn.core.scope.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the audit: a chain for each tenant, and one for what belongs to none. Thread safe; any
 * number of servers write to a chain.
 *
 * <p>Methods throw {@code storage-unavailable} where the store fails.
 */
public interface AuditTrail {
  /** The chain of what belongs to no tenant. No tenant has such a name. */
  String INSTALLATION = "-";

  /** The action of the entry that says which entries were redacted. */
  String REDACTION = "redact-audit";

  /**
   * Keeps an event. When this returns, it is durable.
   *
   * @param chain a tenant's name, or {@link #INSTALLATION}
   */
  void record(String chain, AuditEvent event);

  /** Returns entries in the order of their numbers. */
  List<AuditEntry> read(String chain, AuditQuery query);

  /** Hands over all entries of an action, in the order of their numbers. */
  default void forEach(String chain, String action, Consumer<AuditEntry> consumer) {
    AuditQuery query = new AuditQuery(null, action, null, null, null, 0, AuditQuery.MAX_LIMIT);
    List<AuditEntry> entries;
    do {
      entries = read(chain, query);
      entries.forEach(consumer);
      query = entries.isEmpty() ? query : query.after(entries.getLast().number());
    } while (entries.size() == AuditQuery.MAX_LIMIT);
  }

  /** Looks whether a chain is what was written. */
  AuditVerification verify(String chain);

  /**
   * Drops the entries from before a time; the chain holds without them, and says that they are
   * gone. What the log of changes needs of them to hold ({@link ListedRedaction}) is said again
   * before.
   *
   * @return how many
   */
  long drop(String chain, Instant before);

  /**
   * Takes words out of entries, in one transaction. The hashes stay; an entry gets a new salt with
   * its new words, and one more entry, whose action is {@link #REDACTION}, says what has become of
   * them all. By that, and only by that, the chain holds: whatever is changed afterwards shows.
   * Nothing that is kept here lets anybody confirm what the entries had said.
   *
   * @param words gives what becomes of an event: with another actor, credential id, address,
   *     resource or reason; the same event where nothing is to be taken out
   * @param by who redacts
   * @param reason said in the entry that is added; null where there is nothing to say
   * @return how many entries; 0 adds none
   * @throws IllegalArgumentException if something else of an event would change
   */
  long redact(String chain, UnaryOperator<AuditEvent> words, Principal by, @Nullable String reason);

  /** Returns the chains that there are, sorted. */
  List<String> chains();

  /** Deletes the chain of a tenant that is no more. */
  void delete(TenantId tenant);
}
