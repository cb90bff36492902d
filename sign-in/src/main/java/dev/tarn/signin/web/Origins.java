package dev.tarn.signin.web;

import dev.tarn.core.scope.Origin;
import dev.tarn.rest.request.RequestIdFilter;
import jakarta.servlet.http.HttpServletRequest;

/** Where requests come from. */
final class Origins {
  private Origins() {}

  static Origin of(HttpServletRequest request) {
    return new Origin(request.getRemoteAddr(), RequestIdFilter.idForAnswer(request));
  }
}
