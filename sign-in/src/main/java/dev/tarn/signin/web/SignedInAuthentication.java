package dev.tarn.signin.web;

import dev.tarn.core.scope.SignedIn;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;

/** Someone who is signed in, for Spring Security; its authorities are the credential's roles. */
public final class SignedInAuthentication extends AbstractAuthenticationToken {
  private static final long serialVersionUID = 1L;

  private final transient SignedIn signedIn;

  public SignedInAuthentication(SignedIn signedIn) {
    super(AuthorityUtils.createAuthorityList(signedIn.roles()));
    this.signedIn = signedIn;
    setAuthenticated(true);
  }

  /** Returns who that is. */
  public SignedIn signedIn() {
    return signedIn;
  }

  @Override
  public @Nullable Object getCredentials() {
    return null;
  }

  @Override
  public Object getPrincipal() {
    return signedIn;
  }

  @Override
  public String getName() {
    return signedIn.actor().name();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SignedInAuthentication that && signedIn.equals(that.signedIn);
  }

  @Override
  public int hashCode() {
    return Objects.hash(signedIn);
  }
}
