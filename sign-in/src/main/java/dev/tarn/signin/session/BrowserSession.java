package dev.tarn.signin.session;

import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import java.time.Instant;

/**
 * What a browser's session knows beside who it is: how long it lasts, and whom to ask whether the
 * person is still there. Safe for use by many requests of the browser.
 */
final class BrowserSession implements HttpSessionBindingListener {
  /** Of the session of HTTP. */
  static final String ATTRIBUTE = BrowserSession.class.getName();

  private final Instant endsAt;
  private final ProviderCheck provider;
  private boolean isOver;

  BrowserSession(Instant endsAt, ProviderCheck provider) {
    this.endsAt = endsAt;
    this.provider = provider;
  }

  /** Returns whether the session goes on; asks the provider when it is time to. */
  synchronized boolean goesOn(Instant now) {
    isOver = isOver || !now.isBefore(endsAt) || !provider.isStillIn(now);
    return !isOver;
  }

  /** The session of HTTP has ended: the person has signed out, or was away for too long. */
  @Override
  public synchronized void valueUnbound(HttpSessionBindingEvent event) {
    isOver = true;
  }
}
