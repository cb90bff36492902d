package dev.tarn.audit;

import dev.tarn.core.audit.AuditEntry;
import dev.tarn.core.audit.AuditEvent;
import dev.tarn.core.audit.AuditLink;
import dev.tarn.core.audit.AuditQuery;
import dev.tarn.core.audit.AuditTrail;
import dev.tarn.core.audit.HashChain;
import dev.tarn.core.audit.ListedRedaction;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Takes words out of the entries of one chain. Used once, in a transaction. */
final class Redaction {
  /** What these say is needed to verify. */
  private static final Set<String> FIXED =
      Set.of(AuditTrail.REDACTION, ListedRedaction.ACTION, ChainCheck.RETENTION);

  private final AuditRows rows;
  private final String chain;
  private final UnaryOperator<AuditEvent> words;
  private final SortedMap<Long, String> digests = new TreeMap<>();

  Redaction(AuditRows rows, String chain, UnaryOperator<AuditEvent> words) {
    this.rows = rows;
    this.chain = chain;
    this.words = words;
  }

  /** Returns the resource of the entry that tells of a redaction. */
  static String resource(SortedMap<Long, String> digests) {
    return digests.size() + " " + HashChain.ofList(digests);
  }

  /** Replaces words; returns what has become of the entries, by their numbers. */
  SortedMap<Long, String> run(AuditLink dropped) {
    AuditLink before = dropped;
    List<AuditEntry> entries;
    do {
      entries = rows.entries(chain, AuditQuery.allAfter(before.number()));
      for (AuditEntry entry : entries) {
        Optional<AuditEntry> redacted = redacted(entry);
        if (redacted.isPresent()) {
          rows.replaceWords(chain, redacted.get());
          digests.put(entry.number(), HashChain.ofRedacted(before, redacted.get()));
        }
        before = new AuditLink(entry.number(), entry.hash());
      }
    } while (!entries.isEmpty());
    return digests;
  }

  private Optional<AuditEntry> redacted(AuditEntry entry) {
    AuditEvent was = entry.event();
    AuditEvent is = words.apply(was);
    if (is.equals(was)) {
      return Optional.empty();
    }
    AuditEvent allowed =
        was.withWords(is.actor(), is.credentialId(), is.address(), is.resource(), is.reason());
    boolean isFixed = FIXED.contains(was.action()) && !is.resource().equals(was.resource());
    if (!is.equals(allowed) || isFixed) {
      throw new IllegalArgumentException(
          "of the entry " + entry.number() + " something would change that it needs");
    }
    return Optional.of(new AuditEntry(entry.number(), is, HashChain.newSalt(), entry.hash()));
  }
}
