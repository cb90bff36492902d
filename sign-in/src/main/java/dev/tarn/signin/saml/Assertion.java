package dev.tarn.signin.saml;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a provider has said of someone, verified.
 *
 * @param subject whom it is about
 * @param sessionIndex the provider's name of its own session; null if it has not said
 * @param endsAt until when it could be shown again
 * @param sessionEndsAt when the provider wants the session to end; far away if it has not said
 * @param attributes by name: a text, or the list of the texts; {@link #NAME_ID} is the name of the
 *     subject
 */
record Assertion(
    String id,
    Logouts.Subject subject,
    @Nullable String sessionIndex,
    Instant endsAt,
    Instant sessionEndsAt,
    Map<String, Object> attributes) {
  /** The name under which {@code attributes} has the name of the subject. */
  static final String NAME_ID = "NameID";

  Assertion {
    attributes = Map.copyOf(attributes);
  }

  /** Returns a value of an attribute as claims have it. */
  static Object value(List<String> texts) {
    return texts.size() == 1 ? texts.getFirst() : List.copyOf(texts);
  }
}
