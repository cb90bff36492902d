package dev.tarn.signin.saml;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The metadata of a provider, read when it is first wanted and again from time to time. What was
 * read once stays good while it cannot be read again. Safe for use by many threads.
 */
final class MetadataSource {
  /** After which it is read again: providers announce new keys some days before they use them. */
  static final Duration REFRESH = Duration.ofHours(1);

  /** Within which it is not read again, whatever signatures come. */
  static final Duration PAUSE = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(MetadataSource.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int MAX_BYTES = 4 * 1024 * 1024;
  private static final int OK = 200;
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .connectTimeout(TIMEOUT)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();

  private final SamlProvider provider;
  private final Clock clock;
  private @Nullable ProviderMetadata known;
  private Instant triedAt = Instant.MIN;

  MetadataSource(SamlProvider provider, Clock clock) {
    this.provider = provider;
    this.clock = clock;
    this.known = provider.fixed();
  }

  /**
   * Returns what is known.
   *
   * @throws IOException if it could never be read
   */
  synchronized ProviderMetadata current() throws IOException {
    return known(REFRESH);
  }

  /** Returns what is known after a signature that does not fit what was known. */
  synchronized ProviderMetadata newer() throws IOException {
    return known(PAUSE);
  }

  private ProviderMetadata known(Duration maxAge) throws IOException {
    ProviderMetadata before = known;
    URI uri = provider.metadataUri();
    Instant now = clock.instant();
    if (before != null && (uri == null || now.isBefore(triedAt.plus(maxAge)))) {
      return before;
    }
    if (uri == null) {
      throw new IllegalStateException("a SAML provider has metadata, or where to read it");
    }
    triedAt = now;
    try {
      ProviderMetadata read = ProviderMetadata.parse(read(uri), provider.providerEntityId());
      known = read;
      return read;
    } catch (IOException e) {
      if (before == null) {
        throw e;
      }
      LOG.atWarn()
          .setMessage("The metadata of a SAML provider cannot be read; what was read before stays")
          .addKeyValue("provider", provider.name())
          .setCause(e)
          .log();
      return before;
    }
  }

  private static String read(URI uri) throws IOException {
    if ("file".equals(uri.getScheme())) {
      return Files.readString(Path.of(uri));
    }
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(TIMEOUT).build();
    try {
      HttpResponse<byte[]> answer =
          HTTP.send(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BYTES));
      if (answer.statusCode() != OK) {
        throw new IOException("the metadata was answered with " + answer.statusCode());
      }
      return new String(answer.body(), StandardCharsets.UTF_8);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while metadata was read", e);
    }
  }
}
