package dev.tarn.testkit;

import dev.tarn.core.audit.AuditEntry;
import dev.tarn.core.audit.AuditEvent;
import dev.tarn.core.audit.AuditLink;
import dev.tarn.core.audit.AuditQuery;
import dev.tarn.core.audit.AuditTrail;
import dev.tarn.core.audit.AuditVerification;
import dev.tarn.core.audit.HashChain;
import dev.tarn.core.scope.Principal;
import dev.tarn.core.scope.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An audit in memory, which nobody can change. Thread safe. */
public final class InMemoryAuditTrail implements AuditTrail {
  private final Map<String, List<AuditEntry>> chains = new TreeMap<>();

  @Override
  public synchronized void record(String chain, AuditEvent event) {
    List<AuditEntry> entries = chains.computeIfAbsent(chain, any -> new ArrayList<>());
    AuditLink last =
        entries.isEmpty()
            ? HashChain.beginning(chain)
            : new AuditLink(entries.getLast().number(), entries.getLast().hash());
    String salt = HashChain.newSalt();
    AuditLink link = HashChain.next(last, event, salt);
    entries.add(new AuditEntry(link.number(), event, salt, link.hash()));
  }

  @Override
  public synchronized long redact(
      String chain, UnaryOperator<AuditEvent> words, Principal by, @Nullable String reason) {
    List<AuditEntry> entries = chains.getOrDefault(chain, new ArrayList<>());
    long redacted = 0;
    for (int i = 0; i < entries.size(); i++) {
      AuditEntry entry = entries.get(i);
      AuditEvent is = words.apply(entry.event());
      if (!is.equals(entry.event())) {
        entries.set(i, new AuditEntry(entry.number(), is, HashChain.newSalt(), entry.hash()));
        redacted++;
      }
    }
    if (redacted > 0) {
      record(
          chain,
          AuditEvent.done(
              entries.getLast().event().time(), chain, by, REDACTION, redacted + " -", reason));
    }
    return redacted;
  }

  @Override
  public synchronized List<AuditEntry> read(String chain, AuditQuery query) {
    return chains.getOrDefault(chain, List.of()).stream()
        .filter(entry -> entry.number() > query.after())
        .filter(entry -> query.actor() == null || query.actor().equals(entry.event().actor()))
        .filter(entry -> query.action() == null || query.action().equals(entry.event().action()))
        .filter(entry -> query.decision() == null || query.decision() == entry.event().decision())
        .filter(entry -> query.from() == null || !entry.event().time().isBefore(query.from()))
        .filter(entry -> query.to() == null || entry.event().time().isBefore(query.to()))
        .limit(query.limit())
        .toList();
  }

  @Override
  public synchronized AuditVerification verify(String chain) {
    return new AuditVerification(chains.getOrDefault(chain, List.of()).size(), 1, null, null);
  }

  @Override
  public synchronized long drop(String chain, Instant before) {
    List<AuditEntry> entries = chains.getOrDefault(chain, new ArrayList<>());
    long known = entries.size();
    entries.removeIf(entry -> entry.event().time().isBefore(before));
    return known - entries.size();
  }

  @Override
  public synchronized List<String> chains() {
    return List.copyOf(chains.keySet());
  }

  @Override
  public synchronized void delete(TenantId tenant) {
    chains.remove(tenant.value());
  }
}
