package dev.tarn.signin.web;

import dev.tarn.core.scope.Origin;
import dev.tarn.core.scope.SignedIn;
import dev.tarn.rest.request.RequestIdFilter;
import jakarta.servlet.http.HttpServletRequest;

/** Where requests come from. */
final class Origins {
  private Origins() {}

  static Origin of(HttpServletRequest request) {
    return new Origin(request.getRemoteAddr(), RequestIdFilter.idForAnswer(request));
  }

  static SignedIn with(SignedIn signedIn, HttpServletRequest request) {
    return new SignedIn(
        signedIn.actor(),
        signedIn.tenant(),
        signedIn.roles(),
        signedIn.teams(),
        signedIn.attributes(),
        signedIn.credential(),
        of(request));
  }
}
