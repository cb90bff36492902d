package dev.tarn.rest.request;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Refuses query parameters that nobody reads: a filter with a slip of the pen must not be no
 * filter.
 */
public final class KnownParameters implements HandlerInterceptor {
  private static final String PACKAGE = "dev.tarn.rest.";

  /** Whose protocol is not ours: clients may be newer than the server. */
  private static final String ICEBERG = "dev.tarn.rest.iceberg.";

  private static final Pattern PARTS = Pattern.compile("&");

  private final ConcurrentHashMap<HandlerMethod, Set<String>> known = new ConcurrentHashMap<>();

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    String query = request.getQueryString();
    if (query != null
        && handler instanceof HandlerMethod method
        && method.getBeanType().getName().startsWith(PACKAGE)
        && !method.getBeanType().getName().startsWith(ICEBERG)) {
      Set<String> names = known.computeIfAbsent(method, KnownParameters::names);
      for (String part : PARTS.split(query)) {
        String name = name(part);
        if (!name.isEmpty() && !names.contains(name)) {
          throw CatalogException.ofField(
              ErrorCode.INVALID_REQUEST, name, "there is no such query parameter here");
        }
      }
    }
    return true;
  }

  /** Not from the request's parameters, among which are those of a form in the body. */
  private static String name(String part) {
    int equals = part.indexOf('=');
    try {
      return URLDecoder.decode(
          equals < 0 ? part : part.substring(0, equals), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new CatalogException(
          ErrorCode.INVALID_REQUEST, "the query string is not percent-encoded as it should be", e);
    }
  }

  private static Set<String> names(HandlerMethod method) {
    return Stream.of(method.getMethodParameters())
        .flatMap(KnownParameters::names)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Stream<String> names(MethodParameter parameter) {
    Class<?> type = parameter.getParameterType();
    if (type == ReadRequest.class || type == WriteRequest.class) {
      return Stream.of(RequestArguments.BRANCH, RequestArguments.AT);
    }
    if (type == ScopeRequest.class) {
      return Stream.of(RequestArguments.BRANCH);
    }
    RequestParam param = parameter.getParameterAnnotation(RequestParam.class);
    return param == null
        ? Stream.of()
        : Stream.of(param.value().isEmpty() ? param.name() : param.value());
  }
}
