package dev.tarn.rest.audit;

import dev.tarn.core.audit.AuditEntry;
import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;

/** The forms of an export; one line for each event. The names are those of the parameter. */
enum AuditFormat {
  /** Open Cybersecurity Schema Framework, as JSON. */
  ocsf,
  /** Common Event Format. */
  cef;

  MediaType mediaType() {
    return switch (this) {
      case ocsf -> MediaType.parseMediaType("application/x-ndjson");
      case cef -> new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8);
    };
  }

  /** Returns an event as a line, without its end. */
  String line(String chain, AuditEntry entry) {
    return switch (this) {
      case ocsf -> OcsfEvent.json(chain, entry);
      case cef -> CefEvent.line(entry);
    };
  }
}
