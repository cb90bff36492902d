package dev.tarn.rest.request;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.Scope;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.MDC;
import org.springframework.web.filter.OncePerRequestFilter;

/** Gives every request an id: the client's, if it is well formed, or a new one. Answers it. */
public final class RequestIdFilter extends OncePerRequestFilter {
  private static final String ID = RequestIdFilter.class.getName() + ".id";
  private static final String INVALID = RequestIdFilter.class.getName() + ".invalid";
  private static final String LOG_REQUEST_ID = "requestId";
  private static final String LOG_TENANT = "tenant";
  private static final String LOG_BRANCH = "branch";
  private static final String LOG_ACTOR = "actor";
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._:/+=@-]{1,128}");

  /**
   * Returns the id of the request.
   *
   * @throws CatalogException {@code invalid-request} if the client gave one of another form
   */
  public static String requestId(HttpServletRequest request) {
    if (request.getAttribute(INVALID) != null) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_REQUEST,
          Headers.REQUEST_ID,
          "a request id is 1 to 128 of A-Z, a-z, 0-9 and ._:/+=@-");
    }
    return idForAnswer(request);
  }

  /** Returns the id to answer with, whatever the client gave. */
  public static String idForAnswer(HttpServletRequest request) {
    return request.getAttribute(ID) instanceof String id ? id : "";
  }

  /** Names scope and actor in what the request logs from here on. */
  public static void logWith(Scope scope, Actor actor) {
    MDC.put(LOG_TENANT, scope.tenant().value());
    MDC.put(LOG_BRANCH, scope.branch().value());
    MDC.put(LOG_ACTOR, actor.name());
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String given = request.getHeader(Headers.REQUEST_ID);
    String id = given == null ? UUID.randomUUID().toString() : given;
    if (!FORM.matcher(id).matches()) {
      request.setAttribute(INVALID, true);
      id = UUID.randomUUID().toString();
    }
    request.setAttribute(ID, id);
    response.setHeader(Headers.REQUEST_ID, id);
    MDC.put(LOG_REQUEST_ID, id);
    try {
      chain.doFilter(request, response);
    } finally {
      MDC.remove(LOG_REQUEST_ID);
      MDC.remove(LOG_TENANT);
      MDC.remove(LOG_BRANCH);
      MDC.remove(LOG_ACTOR);
    }
  }
}
