package dev.tarn.cloud;

import java.net.URI;
import java.util.Collection;
import java.util.List;
import org.apache.iceberg.aws.s3.S3FileIOProperties;
import org.apache.iceberg.exceptions.ServiceUnavailableException;
import org.apache.iceberg.rest.credentials.Credential;
import org.apache.iceberg.rest.credentials.ImmutableCredential;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.model.Credentials;

/**
 * Gives away keys that hold for a while, and are good for the files of some places only: those of a
 * role, which STS makes for each request. Never the server's own. Thread safe.
 */
public final class S3Vending implements AutoCloseable {
  private static final String SESSION = "tarn";
  private static final String DEFAULT_PARTITION = "aws";

  private final StsClient sts;
  private final S3Settings.Role role;

  private S3Vending(StsClient sts, S3Settings.Role role) {
    this.sts = sts;
    this.role = role;
  }

  /** Asks STS by the keys that the server itself has. */
  public static S3Vending open(S3Settings settings, S3Settings.Role role) {
    StsClientBuilder builder = StsClient.builder().httpClientBuilder(ApacheHttpClient.builder());
    URI endpoint = role.endpoint();
    if (endpoint != null) {
      builder.endpointOverride(endpoint);
    }
    settings.configure(builder);
    return new S3Vending(builder.build(), role);
  }

  /**
   * Returns keys for what is in some places; none for those that are not in S3.
   *
   * @param locations such as {@code s3://bucket/folder}
   * @throws ServiceUnavailableException if STS gives none
   */
  public List<Credential> vend(Collection<String> locations, FileAccess access) {
    List<String> places = locations.stream().filter(S3Storage::isIn).distinct().toList();
    if (places.isEmpty()) {
      return List.of();
    }
    String policy =
        PlacesPolicy.of(partition(), places.stream().map(PlacesPolicy.Place::of).toList(), access);
    Credentials keys;
    try {
      keys =
          sts.assumeRole(
                  request ->
                      request
                          .roleArn(role.arn())
                          .roleSessionName(SESSION)
                          .durationSeconds((int) role.lifetime().toSeconds())
                          .policy(policy))
              .credentials();
    } catch (SdkException e) {
      throw new ServiceUnavailableException(e, "STS gives no keys: %s", e.getMessage());
    }
    return places.stream().map(place -> credential(place, keys)).toList();
  }

  private static Credential credential(String place, Credentials keys) {
    return ImmutableCredential.builder()
        .prefix(place)
        .putConfig(S3FileIOProperties.ACCESS_KEY_ID, keys.accessKeyId())
        .putConfig(S3FileIOProperties.SECRET_ACCESS_KEY, keys.secretAccessKey())
        .putConfig(S3FileIOProperties.SESSION_TOKEN, keys.sessionToken())
        .putConfig(
            S3FileIOProperties.SESSION_TOKEN_EXPIRES_AT_MS,
            Long.toString(keys.expiration().toEpochMilli()))
        .build();
  }

  /** Stores beside Amazon's have roles of other names, and resources of Amazon's. */
  private String partition() {
    String[] parts = role.arn().split(":", 3);
    return parts.length > 1 && parts[1].startsWith(DEFAULT_PARTITION)
        ? parts[1]
        : DEFAULT_PARTITION;
  }

  @Override
  public void close() {
    sts.close();
  }
}
