package dev.tarn.rest.change;

import dev.tarn.core.change.LogEntry;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorKind;
import dev.tarn.rest.request.Headers;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/** Writes changes as server-sent events, as the HTML standard has them. */
public final class EventStream {
  private static final byte[] HEARTBEAT = bytes(": alive\n\n");

  private final JsonMapper mapper;
  private final Duration heartbeat;

  /**
   * @param heartbeat how often something is written when nothing happens, which also tells whether
   *     the client still is there
   */
  public EventStream(JsonMapper mapper, Duration heartbeat) {
    this.mapper = mapper;
    this.heartbeat = heartbeat;
  }

  /**
   * Writes changes until the server stops, or who reads them may not any more: the last event then
   * says why.
   *
   * @throws IOException when the client has gone
   */
  void write(ChangeFeed.Follower follower, long after, HttpServletResponse response)
      throws IOException {
    response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
    response.setCharacterEncoding(StandardCharsets.UTF_8);
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.setHeader(Headers.COMMIT, follower.head().toString());
    response.flushBuffer();
    OutputStream out = response.getOutputStream();
    try {
      write(follower, after, response, out);
    } catch (CatalogException e) {
      if (e.code().kind() != ErrorKind.USER) {
        throw e;
      }
      out.write(bytes("event: refused\ndata: "));
      out.write(mapper.writeValueAsBytes(Map.of("code", e.code().code())));
      out.write(bytes("\n\n"));
      response.flushBuffer();
    }
  }

  private void write(
      ChangeFeed.Follower follower, long after, HttpServletResponse response, OutputStream out)
      throws IOException {
    long reached = after;
    while (follower.isOpen()) {
      List<LogEntry> found = follower.next(reached, ChangeFeed.MAX_LIMIT, heartbeat);
      for (LogEntry entry : found) {
        out.write(bytes("id: " + entry.seq() + "\nevent: change\ndata: "));
        out.write(mapper.writeValueAsBytes(entry));
        out.write(bytes("\n\n"));
        reached = entry.seq();
      }
      if (found.isEmpty()) {
        out.write(HEARTBEAT);
      }
      response.flushBuffer();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
