package dev.tarn.rest.audit;

import dev.tarn.core.audit.AuditDecision;
import dev.tarn.core.audit.AuditEntry;
import dev.tarn.core.audit.AuditQuery;
import dev.tarn.core.audit.AuditTrail;
import dev.tarn.core.audit.LogEvidence;
import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.state.Page;
import dev.tarn.rest.request.ScopeRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** The audit of a tenant, or of what belongs to none. */
@RestController
@RequestMapping("/api/v1/audit")
@Tag(name = "Audit", description = "Who was refused what, and who did what only few may.")
public final class AuditController {
  private static final String INSTALLATION =
      "The audit of what belongs to no tenant, such as sign-in that failed; for operators.";
  private static final String FROM = "The earliest time, such as 2026-01-31T12:00:00Z.";
  private static final String TO = "The time before which the events are.";

  private final Catalog catalog;
  private final AuditTrail trail;
  private final JsonMapper mapper;

  public AuditController(Catalog catalog, AuditTrail trail, JsonMapper mapper) {
    this.catalog = catalog;
    this.trail = trail;
    this.mapper = mapper;
  }

  /** Asks the policy, and returns the chain that is asked about. */
  private String chain(ScopeRequest request, boolean ofInstallation) {
    if (ofInstallation) {
      catalog.audit().checkInstallation(request.principal());
      return AuditTrail.INSTALLATION;
    }
    catalog.audit().checkRead(request.principal(), request.scope().tenant());
    return request.scope().tenant().value();
  }

  @GetMapping
  @Operation(
      operationId = "audit",
      summary = "List events of the audit",
      description =
          "The oldest first. Changes of metadata are in the feed of changes; here is what leaves no"
              + " trace there.")
  Page<AuditView> list(
      ScopeRequest request,
      @RequestParam(name = "actor", required = false) @Nullable String actor,
      @RequestParam(name = "action", required = false) @Nullable String action,
      @Parameter(description = "allowed or denied.")
          @RequestParam(name = "decision", required = false)
          @Nullable String decision,
      @Parameter(description = FROM) @RequestParam(name = "from", required = false)
          @Nullable String from,
      @Parameter(description = TO) @RequestParam(name = "to", required = false) @Nullable String to,
      @Parameter(description = "Of the part before.")
          @RequestParam(name = "cursor", required = false)
          @Nullable String cursor,
      @Parameter(description = "1 to 1,000.") @RequestParam(name = "limit", defaultValue = "100")
          int limit,
      @Parameter(description = INSTALLATION)
          @RequestParam(name = "installation", defaultValue = "false")
          boolean installation) {
    AuditQuery query =
        new AuditQuery(
            actor,
            action,
            decision == null ? null : decision(decision),
            time("from", from),
            time("to", to),
            cursor == null ? 0 : number(cursor),
            limit);
    List<AuditEntry> entries = trail.read(chain(request, installation), query);
    return new Page<>(
        entries.stream().map(AuditView::of).toList(),
        entries.size() < limit ? null : Long.toString(entries.getLast().number()));
  }

  private static AuditDecision decision(String text) {
    for (AuditDecision decision : AuditDecision.values()) {
      if (decision.code().equals(text.toLowerCase(Locale.ROOT))) {
        return decision;
      }
    }
    throw CatalogException.ofField(
        ErrorCode.INVALID_REQUEST, "decision", "a decision is allowed or denied");
  }

  private static @Nullable Instant time(String field, @Nullable String text) {
    try {
      return text == null ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_REQUEST, field, "a time is such as 2026-01-31T12:00:00Z");
    }
  }

  private static long number(String cursor) {
    try {
      return Long.parseLong(cursor);
    } catch (NumberFormatException e) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_REQUEST, "cursor", "this is no cursor of such a list");
    }
  }

  @GetMapping("/verification")
  @Operation(
      operationId = "verifyAudit",
      summary = "Look whether the audit is what was written",
      description =
          "Every event is hashed again, with the hash before it; says the first one that does not"
              + " hold.")
  AuditVerificationView verify(
      ScopeRequest request,
      @Parameter(description = INSTALLATION)
          @RequestParam(name = "installation", defaultValue = "false")
          boolean installation) {
    return AuditVerificationView.of(trail.verify(chain(request, installation)));
  }

  @GetMapping("/verification/log")
  @Operation(
      operationId = "verifyLog",
      summary = "Look whether the log of a branch is what was written",
      description =
          "Every group of changes is hashed again, with the hash of the group before. Says from"
              + " time to time how far it has come; the last line says what was found.")
  @ApiResponse(
      responseCode = "200",
      description = "How far it has come, line by line, and at last what was found.",
      content =
          @Content(
              mediaType = "application/x-ndjson",
              schema = @Schema(implementation = LogVerificationView.class)))
  void verifyLog(ScopeRequest request, HttpServletResponse response) throws IOException {
    catalog.audit().checkRead(request.principal(), request.scope().tenant());
    LogEvidence evidence = LogEvidence.read(trail, request.scope());
    VerificationLines lines = new VerificationLines(response, mapper);
    lines.end(
        catalog.audit().verifyLog(request.principal(), request.scope(), evidence, lines::progress));
  }

  @GetMapping("/export")
  @Operation(
      operationId = "exportAudit",
      summary = "Export the audit",
      description = "All events of a time, one a line, for a program that watches over security.")
  @ApiResponse(
      responseCode = "200",
      description = "The events, the oldest first.",
      content = {
        @Content(mediaType = "application/x-ndjson", schema = @Schema(type = "object")),
        @Content(mediaType = "text/plain", schema = @Schema(type = "string"))
      })
  void export(
      ScopeRequest request,
      @Parameter(
              description =
                  "ocsf: Open Cybersecurity Schema Framework, as JSON. cef: Common Event Format.")
          @RequestParam(name = "format", defaultValue = "ocsf")
          AuditFormat format,
      @Parameter(description = FROM) @RequestParam(name = "from", required = false)
          @Nullable String from,
      @Parameter(description = TO) @RequestParam(name = "to", required = false) @Nullable String to,
      @Parameter(description = INSTALLATION)
          @RequestParam(name = "installation", defaultValue = "false")
          boolean installation,
      HttpServletResponse response)
      throws IOException {
    AuditQuery query =
        new AuditQuery(
            null, null, null, time("from", from), time("to", to), 0, AuditQuery.MAX_LIMIT);
    String chain = chain(request, installation);
    List<AuditEntry> entries = trail.read(chain, query);
    response.setContentType(format.mediaType().toString());
    try (Writer out =
        new BufferedWriter(
            new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8))) {
      while (!entries.isEmpty()) {
        for (AuditEntry entry : entries) {
          out.write(format.line(chain, entry));
          out.write('\n');
        }
        entries =
            entries.size() < AuditQuery.MAX_LIMIT
                ? List.of()
                : trail.read(chain, query.after(entries.getLast().number()));
      }
    }
  }
}
