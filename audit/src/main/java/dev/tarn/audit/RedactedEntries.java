package dev.tarn.audit;

import dev.tarn.core.audit.AuditEntry;
import dev.tarn.core.audit.AuditLink;
import dev.tarn.core.audit.AuditTrail;
import dev.tarn.core.audit.HashChain;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The entries of a chain that were redacted. An entry is believed to be one if the last redaction
 * of it has its digest, and the entry that told of that redaction has the digest of all of these.
 */
final class RedactedEntries {
  private final SortedMap<Long, SortedMap<Long, String>> redactions;
  private final Map<Long, Long> lastRedaction = new HashMap<>();

  /** The first entry of each redaction that still has to be told of. */
  private final SortedMap<Long, Long> untold = new TreeMap<>();

  RedactedEntries(SortedMap<Long, SortedMap<Long, String>> redactions) {
    this.redactions = redactions;
    redactions.forEach(
        (redaction, digests) ->
            digests.keySet().forEach(number -> lastRedaction.put(number, redaction)));
  }

  /** Returns whether an entry, which is not what was written, is what a redaction made of it. */
  boolean has(AuditLink before, AuditEntry entry) {
    Long redaction = lastRedaction.get(entry.number());
    if (redaction == null || entry.salt() == null) {
      return false;
    }
    SortedMap<Long, String> digests = redactions.get(redaction);
    boolean isSo =
        digests != null && HashChain.ofRedacted(before, entry).equals(digests.get(entry.number()));
    if (isSo) {
      untold.putIfAbsent(redaction, entry.number());
    }
    return isSo;
  }

  /** Takes an entry that holds. */
  void take(AuditEntry entry) {
    SortedMap<Long, String> digests = redactions.get(entry.number());
    if (digests != null
        && entry.event().action().equals(AuditTrail.REDACTION)
        && entry.event().resource().equals(Redaction.resource(digests))) {
      untold.remove(entry.number());
    }
  }

  /** Returns the first entry that was believed, and of whose redaction nothing tells. */
  OptionalLong firstUntold() {
    return untold.values().stream().mapToLong(Long::longValue).min();
  }
}
