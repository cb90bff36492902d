package dev.tarn.rest.request;

import dev.tarn.core.change.ChangeContext;
import dev.tarn.core.change.Idempotency;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.PointInTime;
import dev.tarn.core.scope.Principal;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Makes {@code ScopeRequest}, {@code ReadRequest}, {@code WriteRequest} and {@code JsonBody}. */
public final class RequestArguments implements HandlerMethodArgumentResolver {
  /** The longest {@code Tarn-Reason} and {@code Tarn-Source}, in characters. */
  static final int MAX_REASON_CHARS = 2_000;

  static final int MAX_SOURCE_CHARS = 200;

  /** The query parameter that names the branch. */
  public static final String BRANCH = "branch";

  /** The query parameter that names a point of the branch's past. */
  public static final String AT = "at";

  /** Set by browsers, and out of reach of the pages in them. */
  private static final String FETCH_SITE = "Sec-Fetch-Site";

  private static final Set<String> OTHER_SITES = Set.of("cross-site", "same-site");
  private static final Set<String> READING_METHODS = Set.of("GET", "HEAD");

  private static final Pattern ENTITY_TAG = Pattern.compile("\"(\\d{1,18})\"");

  private static final String COUNTED = RequestArguments.class.getName() + ".counted";

  private final PrincipalResolver principals;
  private final RateLimits rates;
  private final long maxBodyBytes;
  private final BodyBudget budget;

  public RequestArguments(
      PrincipalResolver principals, RateLimits rates, long maxBodyBytes, BodyBudget budget) {
    this.rates = rates;
    this.budget = budget;
    this.principals = principals;
    this.maxBodyBytes = maxBodyBytes;
  }

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    Class<?> type = parameter.getParameterType();
    return type == ScopeRequest.class
        || type == ReadRequest.class
        || type == WriteRequest.class
        || type == JsonBody.class;
  }

  @Override
  public Object resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest webRequest,
      @Nullable WebDataBinderFactory binderFactory)
      throws Exception {
    HttpServletRequest request = servletRequest(webRequest);
    Class<?> type = parameter.getParameterType();
    if (type == JsonBody.class) {
      return JsonBody.parse(body(request));
    }
    if (type == ReadRequest.class) {
      return read(request);
    }
    return type == WriteRequest.class ? write(request) : scope(request);
  }

  /** Returns the request of the servlet container; there is no other kind here. */
  public static HttpServletRequest servletRequest(NativeWebRequest webRequest) {
    HttpServletRequest request = webRequest.getNativeRequest(HttpServletRequest.class);
    if (request == null) {
      throw new IllegalStateException("not a servlet request");
    }
    return request;
  }

  /** Returns the JSON document of a request as it came, unpacked. */
  public byte[] body(HttpServletRequest request)
      throws IOException, HttpMediaTypeNotSupportedException {
    requireJson(request);
    return RequestBody.read(request, maxBodyBytes, budget);
  }

  /** Also keeps out what a page of another site can make a browser send without asking. */
  private static void requireJson(HttpServletRequest request)
      throws HttpMediaTypeNotSupportedException {
    String given = request.getContentType();
    MediaType type = null;
    try {
      type = given == null ? null : MediaType.parseMediaType(given);
    } catch (InvalidMediaTypeException e) {
      // Answered as any other type that is not JSON.
    }
    if (type == null
        || !(type.isCompatibleWith(MediaType.APPLICATION_JSON)
            || type.getSubtype().endsWith("+json"))) {
      throw new HttpMediaTypeNotSupportedException(type, List.of(MediaType.APPLICATION_JSON));
    }
  }

  private static void refuseOtherSites(HttpServletRequest request) {
    String site = request.getHeader(FETCH_SITE);
    if (site != null
        && OTHER_SITES.contains(site)
        && !READING_METHODS.contains(request.getMethod())) {
      throw new CatalogException(
          ErrorCode.PERMISSION_DENIED, "a page of another site may not write here");
    }
  }

  /** Returns who asks, and about what. */
  public ScopeRequest scope(HttpServletRequest request) {
    refuseOtherSites(request);
    String tenant = header(request, Headers.TENANT);
    String branch = request.getParameter(BRANCH);
    Scope scope =
        new Scope(
            tenant == null ? TenantId.DEFAULT : new TenantId(tenant),
            branch == null ? BranchName.MAIN : new BranchName(branch));
    Principal principal = principals.principal(request);
    RequestIdFilter.logWith(scope, principal.actor());
    count(request, principal, scope);
    return new ScopeRequest(principal, scope, RequestIdFilter.requestId(request));
  }

  /** Returns what tells whether the credential of a request lasts. */
  public Admission admission(HttpServletRequest request) {
    return principals.admission(request);
  }

  /** A request counts once, however often it is asked what it is about. */
  private void count(HttpServletRequest request, Principal principal, Scope scope) {
    if (request.getAttribute(COUNTED) == null) {
      request.setAttribute(COUNTED, true);
      rates.take(principal, scope.tenant());
    }
  }

  /** Returns a read. */
  public ReadRequest read(HttpServletRequest request) {
    ScopeRequest scope = scope(request);
    String at = request.getParameter(AT);
    String minCommit = header(request, Headers.MIN_COMMIT);
    return new ReadRequest(
        scope.principal(),
        scope.scope(),
        scope.requestId(),
        at == null ? null : PointInTime.parse(at),
        minCommit == null ? null : commit(Headers.MIN_COMMIT, minCommit));
  }

  /** Returns a write. */
  public WriteRequest write(HttpServletRequest request) {
    if (request.getParameter(AT) != null) {
      throw CatalogException.ofField(
          ErrorCode.READ_ONLY_REFERENCE, AT, "the past of a branch cannot be written");
    }
    ScopeRequest scope = scope(request);
    String key = header(request, Headers.IDEMPOTENCY_KEY);
    if (key != null) {
      // Judges the key, before anything is done.
      var _ = new Idempotency(key, "");
    }
    String query = request.getQueryString();
    return new WriteRequest(
        scope.scope(),
        new ChangeContext(
            scope.principal(),
            scope.requestId(),
            text(request, Headers.SOURCE, MAX_SOURCE_CHARS),
            text(request, Headers.REASON, MAX_REASON_CHARS)),
        expectedVersion(request),
        key,
        request.getMethod() + ' ' + request.getRequestURI() + (query == null ? "" : "?" + query));
  }

  private static CommitId commit(String field, String text) {
    if (!CommitId.isCommitId(text)) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_REQUEST, field, "a commit has the form <seq>-<hash>");
    }
    return CommitId.parse(text);
  }

  private static @Nullable Long expectedVersion(HttpServletRequest request) {
    String match = header(request, HttpHeaders.IF_MATCH);
    String noneMatch = header(request, HttpHeaders.IF_NONE_MATCH);
    if (match != null && noneMatch != null) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_REQUEST,
          HttpHeaders.IF_MATCH,
          "If-Match and If-None-Match exclude each other");
    }
    if (noneMatch != null) {
      if (!noneMatch.equals("*")) {
        throw CatalogException.ofField(
            ErrorCode.INVALID_REQUEST,
            HttpHeaders.IF_NONE_MATCH,
            "a write takes only If-None-Match: *, to create and not to change");
      }
      return 0L;
    }
    if (match == null) {
      return null;
    }
    Matcher tag = ENTITY_TAG.matcher(match);
    if (!tag.matches() || tag.group(1).equals("0")) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_REQUEST,
          HttpHeaders.IF_MATCH,
          "If-Match is one version in quotes, such as \"3\", as the ETag of a read gives it");
    }
    return Long.valueOf(tag.group(1));
  }

  private static @Nullable String text(HttpServletRequest request, String name, int maxChars) {
    String text = header(request, name);
    if (text == null) {
      return null;
    }
    if (text.length() > maxChars || text.chars().anyMatch(Character::isISOControl)) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_REQUEST,
          name,
          name + " has at most " + maxChars + " printable characters");
    }
    return HeaderText.decode(text);
  }

  private static @Nullable String header(HttpServletRequest request, String name) {
    String value = request.getHeader(name);
    return value == null || value.isBlank() ? null : value.strip();
  }
}
