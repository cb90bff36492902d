package dev.tarn.cloud;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;

/**
 * How S3, or what speaks as it does, is reached.
 *
 * @param endpoint null: Amazon's own, of the region
 * @param region null: what the SDK finds in its environment
 * @param pathStyleAccess whether the bucket is in the path, not in the name of the host
 * @param keys null: what the SDK finds, in the environment, a profile or the machine's role
 */
public record S3Settings(
    @Nullable URI endpoint,
    @Nullable String region,
    boolean pathStyleAccess,
    S3Settings.@Nullable Keys keys) {

  /** Tells a client where it is, and who; what is not set, the SDK finds. */
  void configure(AwsClientBuilder<?, ?> builder) {
    if (region != null) {
      builder.region(Region.of(region));
    }
    if (keys != null) {
      builder.credentialsProvider(
          StaticCredentialsProvider.create(
              AwsBasicCredentials.create(keys.accessKeyId(), keys.secretAccessKey())));
    }
  }

  /** An access key and its secret, which is not shown. */
  public record Keys(String accessKeyId, String secretAccessKey) {
    @Override
    public String toString() {
      return "Keys[accessKeyId=" + accessKeyId + ", secretAccessKey=***]";
    }
  }

  /**
   * The role that engines get keys of.
   *
   * @param arn such as {@code arn:aws:iam::123456789012:role/engines}
   * @param endpoint of STS, or what speaks as it does; null: Amazon's own, of the region
   * @param lifetime how long keys hold
   */
  public record Role(String arn, @Nullable URI endpoint, Duration lifetime) {
    private static final Duration SHORTEST = Duration.ofMinutes(15);
    private static final Duration LONGEST = Duration.ofHours(12);

    /**
     * @throws IllegalArgumentException if the lifetime is not one that STS gives
     */
    public Role {
      if (lifetime.compareTo(SHORTEST) < 0 || lifetime.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException("keys of a role hold for 15 minutes to 12 hours");
      }
    }
  }
}
