package dev.tarn.rest.audit;

import dev.tarn.core.audit.AuditDecision;
import dev.tarn.core.audit.AuditEntry;
import dev.tarn.core.audit.AuditEvent;
import org.jspecify.annotations.Nullable;

/**
 * An event in the Common Event Format, version 0: a header whose parts are divided by bars, and an
 * extension of keys and values. In the header a bar and a backslash are escaped, in a value an
 * equals sign, a backslash and the ends of lines.
 */
final class CefEvent {
  private static final String HEADER = "CEF:0|Tarn|Tarn|1|";
  private static final int SEVERITY_ALLOWED = 2;
  private static final int SEVERITY_DENIED = 6;
  private static final char IP_6 = ':';

  private CefEvent() {}

  static String line(AuditEntry entry) {
    AuditEvent event = entry.event();
    boolean isDenied = event.decision() == AuditDecision.DENIED;
    StringBuilder line = new StringBuilder(HEADER);
    line.append(header(event.action()))
        .append('|')
        .append(header(event.action() + " " + event.decision().code()))
        .append('|')
        .append(isDenied ? SEVERITY_DENIED : SEVERITY_ALLOWED)
        .append('|');
    add(line, "rt", Long.toString(event.time().toEpochMilli()));
    add(line, "externalId", Long.toString(entry.number()));
    add(line, "suser", event.actor());
    address(line, event.address());
    add(line, "act", event.action());
    add(line, "outcome", isDenied ? "failure" : "success");
    add(line, "reason", event.reason());
    labelled(line, "cs1", "tenant", event.tenant());
    labelled(line, "cs2", "resource", event.resource());
    labelled(line, "cs3", "credentialKind", event.credentialKind());
    labelled(line, "cs4", "credentialId", event.credentialId());
    labelled(line, "cs5", "requestId", event.requestId());
    labelled(line, "cs6", "hash", entry.hash());
    return line.toString().stripTrailing();
  }

  /** An address of the sixth version has a field of its own. */
  private static void address(StringBuilder line, @Nullable String address) {
    if (address != null && address.indexOf(IP_6) >= 0) {
      labelled(line, "c6a2", "Source IPv6 Address", address);
    } else {
      add(line, "src", address);
    }
  }

  private static void labelled(
      StringBuilder line, String key, String label, @Nullable String value) {
    if (value != null) {
      add(line, key + "Label", label);
      add(line, key, value);
    }
  }

  private static void add(StringBuilder line, String key, @Nullable String value) {
    if (value != null) {
      line.append(key).append('=').append(value(value)).append(' ');
    }
  }

  private static String header(String text) {
    return text.replace("\\", "\\\\").replace("|", "\\|").replace('\r', ' ').replace('\n', ' ');
  }

  private static String value(String text) {
    return text.replace("\\", "\\\\").replace("=", "\\=").replace("\r", "\\r").replace("\n", "\\n");
  }
}
