package dev.tarn.rest.request;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * How much memory the bodies of all requests may take together. A body counts until its request is
 * answered.
 */
public final class BodyBudget implements HandlerInterceptor {
  private static final int UNIT_BYTES = 1_024;
  private static final String TAKEN = BodyBudget.class.getName() + ".taken";

  private final Semaphore units;

  public BodyBudget(long maxBytes) {
    this.units = new Semaphore((int) Math.min(Integer.MAX_VALUE, maxBytes / UNIT_BYTES));
  }

  /**
   * Counts a part of a request's body, before it is read.
   *
   * @throws CatalogException {@code queue-full}
   */
  void take(HttpServletRequest request, long bytes) {
    int wanted = (int) (bytes / UNIT_BYTES) + 1;
    if (!units.tryAcquire(wanted)) {
      throw new CatalogException(
          ErrorCode.QUEUE_FULL, "the bodies of other requests fill this server's memory");
    }
    request.setAttribute(TAKEN, taken(request) + wanted);
  }

  private static int taken(HttpServletRequest request) {
    return request.getAttribute(TAKEN) instanceof Integer taken ? taken : 0;
  }

  @Override
  public void afterCompletion(
      HttpServletRequest request,
      HttpServletResponse response,
      Object handler,
      @Nullable Exception failure) {
    units.release(taken(request));
    request.removeAttribute(TAKEN);
  }
}
