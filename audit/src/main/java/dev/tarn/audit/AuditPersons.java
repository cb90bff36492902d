package dev.tarn.audit;

import dev.tarn.core.audit.AuditDecision;
import dev.tarn.core.audit.AuditEntry;
import dev.tarn.core.audit.AuditEvent;
import dev.tarn.core.audit.AuditQuery;
import dev.tarn.core.audit.AuditTrail;
import dev.tarn.core.audit.ListedRedaction;
import dev.tarn.core.privacy.Finding;
import dev.tarn.core.privacy.NameReplacer;
import dev.tarn.core.privacy.PersonRecords;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.Principal;
import dev.tarn.core.scope.TenantId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A person in the audit: who asked, about what, from where. */
public final class AuditPersons implements PersonRecords {
  private final AuditTrail trail;
  private final Clock clock;

  public AuditPersons(AuditTrail trail, Clock clock) {
    this.trail = trail;
    this.clock = clock;
  }

  @Override
  public List<Finding> find(Set<TenantId> family, NameReplacer names) {
    Map<String, List<String>> texts = new HashMap<>();
    for (String chain : chains(family)) {
      long after = 0;
      List<AuditEntry> entries = trail.read(chain, AuditQuery.allAfter(after));
      while (!entries.isEmpty()) {
        entries.stream()
            .map(AuditEntry::event)
            .filter(event -> isOf(family, chain, event))
            .forEach(event -> look(event, names, texts));
        after = entries.getLast().number();
        entries = trail.read(chain, AuditQuery.allAfter(after));
      }
    }
    return Finding.replaceable("audit: ", texts);
  }

  /** Who could not sign in is in the installation's own chain. */
  private static List<String> chains(Set<TenantId> family) {
    List<String> chains = new ArrayList<>(family.stream().map(TenantId::value).toList());
    chains.add(AuditTrail.INSTALLATION);
    return chains;
  }

  /** In the installation's chain are other tenants' people, too. */
  private static boolean isOf(Set<TenantId> family, String chain, AuditEvent event) {
    return !chain.equals(AuditTrail.INSTALLATION)
        || family.stream().anyMatch(tenant -> tenant.value().equals(event.tenant()));
  }

  private static void look(AuditEvent event, NameReplacer names, Map<String, List<String>> texts) {
    add("actor", event.actor(), names, texts);
    add("credential", event.credentialId(), names, texts);
    add("resource", event.resource(), names, texts);
    add("reason", event.reason(), names, texts);
  }

  private static void add(
      String field, @Nullable String text, NameReplacer names, Map<String, List<String>> texts) {
    if (text != null && names.isIn(text)) {
      texts.computeIfAbsent(field, any -> new ArrayList<>()).add(text);
    }
  }

  @Override
  public void replace(
      Set<TenantId> family,
      NameReplacer names,
      Map<TenantId, ListedRedaction> redactions,
      Principal by) {
    redactions.forEach((tenant, list) -> trail.record(tenant.value(), event(tenant, list, by)));
    for (String chain : chains(family)) {
      var unused =
          trail.redact(
              chain,
              event -> isOf(family, chain, event) ? replaced(event, names) : event,
              Actor.SYSTEM,
              "a person was replaced");
    }
  }

  /** The list has to be named for the log to hold. */
  private AuditEvent event(TenantId tenant, ListedRedaction list, Principal by) {
    return new AuditEvent(
        clock.instant(),
        tenant.value(),
        by.actor().name(),
        by.credential().kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        null,
        null,
        null,
        ListedRedaction.ACTION,
        list.resource(),
        AuditDecision.ALLOWED,
        "a person was replaced");
  }

  private static AuditEvent replaced(AuditEvent event, NameReplacer names) {
    boolean isByPerson = !names.value(event.actor()).equals(event.actor());
    return event.withWords(
        names.value(event.actor()),
        isByPerson ? null : event.credentialId(),
        isByPerson ? null : event.address(),
        names.text(event.resource()),
        event.reason() == null ? null : names.text(event.reason()));
  }
}
