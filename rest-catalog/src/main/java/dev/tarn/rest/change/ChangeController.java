package dev.tarn.rest.change;

import dev.tarn.core.change.LogEntry;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.state.Page;
import dev.tarn.rest.request.Answers;
import dev.tarn.rest.request.Headers;
import dev.tarn.rest.request.PrincipalResolver;
import dev.tarn.rest.request.ScopeRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The feed of changes: page by page, by long poll, or as a stream of events. */
@RestController
@Tag(name = "Changes", description = "The branch's log: every change, in order, once.")
public final class ChangeController {
  private static final String LAST_EVENT_ID = "Last-Event-ID";

  private final ChangeFeed feed;
  private final EventStream events;
  private final PrincipalResolver principals;
  private final Duration maxWait;

  public ChangeController(
      ChangeFeed feed, EventStream events, PrincipalResolver principals, Duration maxWait) {
    this.principals = principals;
    this.feed = feed;
    this.events = events;
    this.maxWait = maxWait;
  }

  @GetMapping("/api/v1/changes")
  @Operation(
      operationId = "changes",
      summary = "Follow the changes of a branch",
      description =
          "The changes after a sequence number, oldest first. With 'wait' the request is held until"
              + " there is one. With Accept: text/event-stream they come as events, for as long as"
              + " the client listens; the event's id is the sequence number, and a Last-Event-ID"
              + " goes on after it. When the reader may not read on, the last event is 'refused'.")
  @Nullable ResponseEntity<Page<LogEntry>> changes(
      ScopeRequest request,
      @Parameter(description = "Only changes with a greater sequence number.")
          @RequestParam(name = "after", defaultValue = "0")
          long after,
      @Parameter(description = "How long to wait for a change, such as 30s.")
          @RequestParam(name = "wait", defaultValue = "0s")
          String wait,
      @Parameter(description = "1 to 1,000.") @RequestParam(name = "limit", defaultValue = "100")
          int limit,
      @Parameter(description = "Answers no older than this commit.")
          @RequestHeader(name = Headers.MIN_COMMIT, required = false)
          @Nullable String minCommit,
      HttpServletRequest servletRequest,
      HttpServletResponse response)
      throws IOException {
    if (after < 0) {
      throw invalid("after", "after is a sequence number");
    }
    if (limit < 1 || limit > ChangeFeed.MAX_LIMIT) {
      throw invalid("limit", "limit is from 1 to " + ChangeFeed.MAX_LIMIT);
    }
    Duration patience = duration(wait);
    try (ChangeFeed.Follower follower =
        feed.follow(request, principals.admission(servletRequest))) {
      if (minCommit != null) {
        reach(follower, CommitId.parse(minCommit));
      }
      if (wantsEvents(servletRequest)) {
        events.write(follower, start(servletRequest, after), response);
        return null;
      }
      List<LogEntry> found = follower.next(after, limit, patience);
      long reached = found.isEmpty() ? after : found.getLast().seq();
      return Answers.at(follower.head(), new Page<>(found, Long.toString(reached)));
    }
  }

  private void reach(ChangeFeed.Follower follower, CommitId commit) throws IOException {
    if (follower.head().seq() < commit.seq()
        && follower.next(commit.seq() - 1, 1, maxWait).isEmpty()) {
      throw new CatalogException(
          ErrorCode.COMMIT_NOT_REACHED, "commit " + commit + " is not here yet");
    }
  }

  private static boolean wantsEvents(HttpServletRequest request) {
    String accept = request.getHeader(HttpHeaders.ACCEPT);
    return accept != null && accept.contains(MediaType.TEXT_EVENT_STREAM_VALUE);
  }

  private static long start(HttpServletRequest request, long after) {
    String last = request.getHeader(LAST_EVENT_ID);
    if (last == null || last.isBlank()) {
      return after;
    }
    try {
      return Math.max(after, Long.parseLong(last.strip()));
    } catch (NumberFormatException e) {
      throw invalid(LAST_EVENT_ID, "the id of an event is a sequence number");
    }
  }

  private Duration duration(String text) {
    Duration wait;
    try {
      wait = DurationStyle.detectAndParse(text, ChronoUnit.SECONDS);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw invalid("wait", "wait is a time such as 30s");
    }
    if (wait.isNegative()) {
      throw invalid("wait", "wait is a time such as 30s");
    }
    return wait.compareTo(maxWait) < 0 ? wait : maxWait;
  }

  private static CatalogException invalid(String field, String message) {
    return CatalogException.ofField(ErrorCode.INVALID_REQUEST, field, message);
  }
}
