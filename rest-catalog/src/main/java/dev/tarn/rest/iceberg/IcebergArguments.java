package dev.tarn.rest.iceberg;

import dev.tarn.core.catalog.CatalogTables;
import dev.tarn.core.change.ChangeContext;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Principal;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.rest.report.Reports;
import dev.tarn.rest.request.Headers;
import dev.tarn.rest.request.RequestArguments;
import dev.tarn.rest.request.RequestIdFilter;
import dev.tarn.rest.request.ScopeRequest;
import dev.tarn.rest.request.WriteRequest;
import dev.tarn.rest.table.TableSession;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.rest.RESTUtil;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Makes {@link IcebergRequest}, and says what a warehouse is. */
public final class IcebergArguments implements HandlerMethodArgumentResolver {
  static final String ROOT = "/iceberg/v1/";

  private static final Set<String> READING_METHODS = Set.of("GET", "HEAD");
  private static final String DELEGATION = "X-Iceberg-Access-Delegation";
  private static final String VENDED = "vended-credentials";
  private static final String CLIENT_VERSION = "X-Client-Version";
  private static final String DEFAULT_SOURCE = "iceberg-rest";
  private static final int MAX_HEADER_CHARS = 200;
  private static final int MAX_WAREHOUSE_PARTS = 3;

  private final RequestArguments arguments;
  private final CatalogTables tables;

  public IcebergArguments(RequestArguments arguments, CatalogTables tables) {
    this.arguments = arguments;
    this.tables = tables;
  }

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType() == IcebergRequest.class;
  }

  @Override
  public Object resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest webRequest,
      @Nullable WebDataBinderFactory binderFactory)
      throws Exception {
    HttpServletRequest request = RequestArguments.servletRequest(webRequest);
    List<String> path = List.of(request.getRequestURI().substring(ROOT.length()).split("/", -1));
    String warehouse = RESTUtil.decodeString(path.getFirst());
    List<String> rest = path.subList(1, path.size());
    if (READING_METHODS.contains(request.getMethod())) {
      ScopeRequest read = arguments.scope(request);
      ChangeContext context = new ChangeContext(read.principal(), read.requestId(), null, null);
      return new IcebergRequest(
          session(context, warehouse, request), rest, new byte[0], wantsKeys(request));
    }
    WriteRequest write = arguments.write(request);
    byte[] body = request.getMethod().equals("POST") ? arguments.body(request) : new byte[0];
    TableSession session = session(write.context(source(request)), warehouse, request);
    return new IcebergRequest(
        new TableSession(
            session.scope(),
            session.at(),
            session.context(),
            write.idempotency(body),
            session.catalogName()),
        rest,
        body,
        wantsKeys(request));
  }

  private static boolean wantsKeys(HttpServletRequest request) {
    String wanted = request.getHeader(DELEGATION);
    return wanted != null
        && Arrays.stream(wanted.split(",", -1)).map(String::strip).anyMatch(VENDED::equals);
  }

  /**
   * Returns who asks for what.
   *
   * @param warehouse {@code tenant}, {@code tenant@branch}, {@code tenant@tag}, {@code
   *     tenant@commit} or {@code tenant@branch@commit}
   */
  TableSession session(ChangeContext context, String warehouse, HttpServletRequest request)
      throws IOException {
    Principal principal = context.principal();
    CatalogTables.Reference reference = reference(principal, List.of(warehouse.split("@", -1)));
    RequestIdFilter.logWith(reference.scope(), principal.actor());
    return new TableSession(reference.scope(), reference.at(), context, null, catalogName(request));
  }

  private CatalogTables.Reference reference(Principal principal, List<String> parts)
      throws IOException {
    if (parts.size() > MAX_WAREHOUSE_PARTS) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_REQUEST, "warehouse", "a warehouse is tenant@branch@commit at most");
    }
    TenantId tenant = new TenantId(parts.getFirst());
    boolean atCommit = parts.size() > 1 && CommitId.isCommitId(parts.getLast());
    List<String> names = atCommit ? parts.subList(0, parts.size() - 1) : parts;
    if (names.size() == MAX_WAREHOUSE_PARTS) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_REQUEST, "warehouse", "a warehouse is tenant@branch@commit at most");
    }
    BranchName branch = names.size() > 1 ? new BranchName(names.get(1)) : BranchName.MAIN;
    CatalogTables.Reference reference =
        branch.equals(BranchName.MAIN)
            ? new CatalogTables.Reference(new Scope(tenant, branch), null)
            : tables.reference(principal, tenant, branch);
    return atCommit
        ? new CatalogTables.Reference(reference.scope(), CommitId.parse(parts.getLast()))
        : reference;
  }

  private static String source(HttpServletRequest request) {
    return header(request, CLIENT_VERSION, DEFAULT_SOURCE);
  }

  private static String catalogName(HttpServletRequest request) {
    return header(request, Headers.CATALOG_NAME, Reports.DEFAULT_CATALOG);
  }

  private static String header(HttpServletRequest request, String name, String otherwise) {
    String value = request.getHeader(name);
    return value == null
            || value.isBlank()
            || value.length() > MAX_HEADER_CHARS
            || value.chars().anyMatch(Character::isISOControl)
        ? otherwise
        : value.strip();
  }
}
