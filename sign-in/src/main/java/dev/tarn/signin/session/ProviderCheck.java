package dev.tarn.signin.session;

import java.time.Instant;

/** Whether the provider that let someone in would still do so, as far as that can be known. */
@FunctionalInterface
public interface ProviderCheck {
  /** Returns false once the provider has said that the person is out; one call at a time. */
  boolean isStillIn(Instant now);
}
