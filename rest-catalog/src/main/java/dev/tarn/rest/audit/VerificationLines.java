package dev.tarn.rest.audit;

import dev.tarn.core.audit.LogVerification;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import tools.jackson.databind.json.JsonMapper;

/** Tells the client of a verification that takes its time how far it has come. */
final class VerificationLines {
  /** In changes. */
  private static final long STEP = 20_000;

  private final HttpServletResponse response;
  private final JsonMapper mapper;
  private long told;

  VerificationLines(HttpServletResponse response, JsonMapper mapper) {
    this.response = response;
    this.mapper = mapper;
  }

  /** Writes a line now and then. */
  void progress(long checked) {
    if (checked - told >= STEP) {
      told = checked;
      try {
        write(LogVerificationView.progress(checked));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Writes the last line. */
  void end(LogVerification found) throws IOException {
    write(LogVerificationView.of(found));
  }

  private void write(LogVerificationView line) throws IOException {
    if (!response.isCommitted()) {
      response.setContentType("application/x-ndjson");
    }
    response.getOutputStream().write(mapper.writeValueAsBytes(line));
    response.getOutputStream().write('\n');
    response.flushBuffer();
  }
}
