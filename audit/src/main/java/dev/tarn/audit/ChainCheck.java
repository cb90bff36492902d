package dev.tarn.audit;

import dev.tarn.core.audit.AuditEntry;
import dev.tarn.core.audit.AuditLink;
import dev.tarn.core.audit.AuditQuery;
import dev.tarn.core.audit.AuditVerification;
import dev.tarn.core.audit.HashChain;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Walks a chain from its beginning, or from where retention has cut it, to its end. */
final class ChainCheck {
  /** The action of the event that says what retention has dropped. */
  static final String RETENTION = "audit-retention";

  private final String chain;
  private final Function<AuditQuery, List<AuditEntry>> reading;
  private final RedactedEntries redacted;
  private long checked;
  private boolean isAnchored;
  private boolean isDropConfirmed;

  ChainCheck(
      String chain, Function<AuditQuery, List<AuditEntry>> reading, RedactedEntries redacted) {
    this.chain = chain;
    this.reading = reading;
    this.redacted = redacted;
  }

  /** Returns the resource of the event that says that everything up to a link is dropped. */
  static String resource(AuditLink dropped) {
    return dropped.number() + " " + dropped.hash();
  }

  /**
   * Checks it.
   *
   * @param found what the chain says of its ends; empty if there is none
   * @param anchor how far it had come, as is known elsewhere
   */
  AuditVerification run(Optional<AuditRows.Ends> found, Optional<AuditLink> anchor) {
    if (found.isEmpty()) {
      return anchor.isEmpty()
          ? answer(1, null, null)
          : answer(1, anchor.get().number(), "the whole audit is missing");
    }
    AuditLink dropped = found.get().dropped();
    AuditLink last = found.get().last();
    long firstKept = dropped.number() + 1;
    if (dropped.number() == 0 && !dropped.equals(HashChain.beginning(chain))) {
      return answer(firstKept, 1L, "the chain has another beginning");
    }
    isAnchored = anchor.isEmpty() || anchor.get().number() <= dropped.number();
    isDropConfirmed = dropped.number() == 0;
    AuditLink before = dropped;
    while (before.number() < last.number()) {
      List<AuditEntry> entries = reading.apply(AuditQuery.allAfter(before.number()));
      if (entries.isEmpty()) {
        return answer(firstKept, before.number() + 1, "the end of the audit is missing");
      }
      for (AuditEntry entry : entries) {
        long number = before.number() + 1;
        if (entry.number() != number) {
          return answer(firstKept, number, "the entry is missing");
        }
        AuditLink link = new AuditLink(number, entry.hash());
        if (!HashChain.next(before, entry.event(), entry.salt()).equals(link)
            && !redacted.has(before, entry)) {
          return answer(firstKept, number, "the entry is not what was written");
        }
        redacted.take(entry);
        confirm(entry, link, dropped, anchor);
        checked++;
        before = link;
        if (link.number() == last.number()) {
          break;
        }
      }
    }
    if (!before.equals(last)) {
      return answer(firstKept, last.number(), "the end of the audit is not what was written");
    }
    if (anchor.isPresent() && !isAnchored) {
      return answer(
          firstKept,
          anchor.get().number() > last.number() ? last.number() + 1 : anchor.get().number(),
          anchor.get().number() > last.number()
              ? "the end of the audit is missing: entry " + anchor.get().number() + " was anchored"
              : "the entry is not the one that was anchored");
    }
    OptionalLong untold = redacted.firstUntold();
    if (untold.isPresent()) {
      return answer(
          firstKept, untold.getAsLong(), "the entry was changed, and no redaction says so");
    }
    return isDropConfirmed
        ? answer(firstKept, null, null)
        : answer(firstKept, firstKept, "entries before this are missing, and no retention says so");
  }

  private void confirm(
      AuditEntry entry, AuditLink link, AuditLink dropped, Optional<AuditLink> anchor) {
    isAnchored |= anchor.isPresent() && anchor.get().equals(link);
    isDropConfirmed |=
        entry.event().action().equals(RETENTION)
            && entry.event().resource().equals(resource(dropped));
  }

  private AuditVerification answer(
      long firstKept, @Nullable Long brokenAt, @Nullable String problem) {
    return new AuditVerification(checked, firstKept, brokenAt, problem);
  }
}
