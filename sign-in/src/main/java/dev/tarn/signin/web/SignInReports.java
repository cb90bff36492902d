package dev.tarn.signin.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;

/** Tells all observers of requests that were not let in. */
public final class SignInReports {
  private final List<SignInObserver> observers;

  public SignInReports(List<SignInObserver> observers) {
    this.observers = List.copyOf(observers);
  }

  /** Tells of a request. */
  public void failed(FailedSignIn.Reason reason, HttpServletRequest request) {
    FailedSignIn failure =
        new FailedSignIn(reason, Origins.of(request), request.getMethod(), request.getRequestURI());
    observers.forEach(observer -> observer.failed(failure));
  }
}
