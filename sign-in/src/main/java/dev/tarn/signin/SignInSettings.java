package dev.tarn.signin;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How programs and people sign in.
 *
 * @param tokenLifetime how long a token is good for that is issued for a key: 1 minute to 1 day
 */
@ConfigurationProperties(prefix = "tarn.sign-in", ignoreUnknownFields = false)
public record SignInSettings(@DefaultValue("1h") Duration tokenLifetime) {
  private static final Duration MIN_TOKEN_LIFETIME = Duration.ofMinutes(1);
  private static final Duration MAX_TOKEN_LIFETIME = Duration.ofDays(1);

  public SignInSettings {
    if (tokenLifetime.compareTo(MIN_TOKEN_LIFETIME) < 0
        || tokenLifetime.compareTo(MAX_TOKEN_LIFETIME) > 0) {
      throw new IllegalArgumentException("tarn.sign-in.token-lifetime is 1m to 24h");
    }
  }
}
