package dev.tarn.rest.bulk;

import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.ChangeResult;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.scope.CommitId;
import dev.tarn.json.ChangeJson;
import dev.tarn.json.LineReader;
import dev.tarn.rest.request.Headers;
import dev.tarn.rest.request.RequestBody;
import dev.tarn.rest.request.WriteRequest;
import dev.tarn.rest.stream.ChangeStream;
import dev.tarn.rest.stream.Outcomes;
import dev.tarn.rest.stream.StreamLimits;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** One bulk request. */
final class BulkRun {
  private static final Logger LOG = LoggerFactory.getLogger(BulkRun.class);
  private static final String TRAILER = "Trailer";

  private final Catalog catalog;
  private final JsonMapper mapper;
  private final StreamLimits limits;
  private final WriteRequest request;
  private final BulkController.Results results;
  private final ResultSpool spool;

  // Counted by the stream's thread, and read after the stream has ended.
  private final Map<String, Long> counts = new LinkedHashMap<>();
  private long lines;

  private volatile @Nullable CommitId commit;
  private volatile @Nullable Exception unanswered;

  BulkRun(
      Catalog catalog,
      JsonMapper mapper,
      StreamLimits limits,
      WriteRequest request,
      BulkController.Results results,
      ResultSpool spool) {
    this.catalog = catalog;
    this.mapper = mapper;
    this.limits = limits;
    this.request = request;
    this.results = results;
    this.spool = spool;
  }

  /** Reads the request to its end and writes the answer. */
  void serve(HttpServletRequest servletRequest, HttpServletResponse response) throws IOException {
    if (servletRequest.getProtocol().equals("HTTP/1.1")) {
      response.setHeader(TRAILER, Headers.COMMIT);
      response.setTrailerFields(() -> trailer(commit));
    }
    ServletInputStream body = servletRequest.getInputStream();
    Thread reader =
        Thread.ofVirtual()
            .name("tarn-bulk-" + request.context().requestId())
            .start(() -> read(servletRequest, body));
    try {
      write(response);
    } finally {
      spool.close();
      join(reader);
    }
  }

  private static Map<String, String> trailer(@Nullable CommitId commit) {
    return commit == null ? Map.of() : Map.of(Headers.COMMIT, commit.toString());
  }

  private void write(HttpServletResponse response) throws IOException {
    OutputStream out = response.getOutputStream();
    for (byte[] chunk = spool.next(); chunk != null; chunk = spool.next()) {
      out.write(chunk);
      if (spool.isEmpty()) {
        response.flushBuffer();
      }
    }
    switch (unanswered) {
      case null -> {}
      case IOException io -> throw io;
      case RuntimeException unchecked -> throw unchecked;
      default -> throw new IllegalStateException(unanswered);
    }
  }

  private static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void read(HttpServletRequest servletRequest, ServletInputStream body) {
    CatalogException early = null;
    ChangeStream<Long> stream =
        ChangeStream.open(catalog, request.scope(), request.context(), limits, this::took);
    try {
      try {
        submitAll(servletRequest, body, stream);
      } catch (CatalogException e) {
        early = e;
      } finally {
        stream.close();
        commit = stream.lastCommit();
      }
      if (early != null && lines == 0) {
        unanswered = early;
      } else {
        spool.add(line(summary(early)));
      }
    } catch (IOException e) {
      // Either the client has gone, or it sent what cannot be read; then it must not see a whole
      // answer.
      LOG.atDebug().setMessage("A bulk request broke off").setCause(e).log();
      unanswered = e;
    } catch (RuntimeException e) {
      // Thrown on in the request's own thread, which has somebody to tell.
      unanswered = e;
    } finally {
      spool.end();
    }
  }

  private void submitAll(
      HttpServletRequest servletRequest, ServletInputStream body, ChangeStream<Long> stream)
      throws IOException {
    try (LineReader reader =
        new LineReader(RequestBody.open(servletRequest, new StallNotice(body, stream::flush)))) {
      for (LineReader.Line line = reader.next(); line != null; line = reader.next()) {
        switch (line) {
          case LineReader.Text text -> submit(stream, text);
          case LineReader.Overlong overlong -> stream.rejected(overlong.number(), overlong.error());
        }
      }
      stream.finish();
    } catch (ZipException e) {
      throw new CatalogException(
          ErrorCode.INVALID_REQUEST, "the body is not the gzip that its header says", e);
    }
  }

  private static void submit(ChangeStream<Long> stream, LineReader.Text line) throws IOException {
    Change change;
    try {
      change = ChangeJson.read(line.bytes());
    } catch (CatalogException e) {
      stream.rejected(line.number(), e);
      return;
    }
    stream.change(line.number(), change, line.bytes().length);
  }

  private void took(List<Outcomes.Outcome<Long>> outcomes, @Nullable CommitId at)
      throws IOException {
    ByteArrayOutputStream chunk = new ByteArrayOutputStream();
    for (Outcomes.Outcome<Long> outcome : outcomes) {
      BulkResult result = BulkResult.of(outcome.position(), outcome.result(), at);
      lines++;
      counts.merge(result.outcome(), 1L, Long::sum);
      if (results == BulkController.Results.all
          || outcome.result() instanceof ChangeResult.Rejected) {
        chunk.write(line(result));
      }
    }
    spool.add(chunk.toByteArray());
  }

  private BulkSummary summary(@Nullable CatalogException early) {
    CommitId at = commit;
    return new BulkSummary(
        early == null,
        lines,
        counts,
        at == null ? null : at.toString(),
        early == null ? null : early.code().code(),
        early == null
            ? null
            : early.code() == ErrorCode.INTERNAL_ERROR
                ? "the server failed; the request id finds the reason in its log"
                : early.getMessage());
  }

  private byte[] line(Object value) {
    byte[] json = mapper.writeValueAsBytes(value);
    byte[] line = Arrays.copyOf(json, json.length + 1);
    line[json.length] = '\n';
    return line;
  }
}
