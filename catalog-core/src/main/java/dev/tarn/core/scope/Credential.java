package dev.tarn.core.scope;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What someone has signed in with.
 *
 * @param id names the key, token or session in the audit, never the secret itself; null where there
 *     is none
 * @param scopes names of the actions that it is good for, as {@code Action.code()}; empty for all
 *     that its owner may do
 */
public record Credential(Kind kind, @Nullable String id, Set<String> scopes) {
  /** Of what runs in the process itself. */
  public static final Credential IN_PROCESS = new Credential(Kind.IN_PROCESS, null, Set.of());

  public Credential {
    scopes = Set.copyOf(scopes);
  }

  /** How someone has signed in. */
  public enum Kind {
    /** Not at all: the process itself asks. */
    IN_PROCESS,
    /** Not at all: a request without a credential. */
    ANONYMOUS,
    ADMIN_KEY,
    API_KEY,
    /** A token that this installation has issued for a key. */
    CLIENT_TOKEN,
    /** A token of an OIDC provider. */
    JWT,
    /** A browser's session. */
    SESSION,
    CERTIFICATE;

    /** Returns the kind's name in the audit, such as {@code api-key}. */
    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
