package dev.tarn.signin.web;

import dev.tarn.core.scope.SignedIn;
import java.util.Optional;

/** Knows one kind of bearer credential. */
public interface CredentialVerifier {
  /** Returns whether a text has the form of this kind; at most one kind takes a text. */
  boolean takes(String text);

  /** Returns who signs in with it; empty if it is good for nothing. */
  Optional<SignedIn> verify(String text);

  /** Is told where a credential was used that {@link #verify} let in. */
  default void used(SignedIn signedIn) {}
}
