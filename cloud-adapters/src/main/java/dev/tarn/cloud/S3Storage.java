package dev.tarn.cloud;

import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.aws.AwsClientProperties;
import org.apache.iceberg.aws.s3.S3FileIO;
import org.apache.iceberg.aws.s3.S3FileIOProperties;
import org.apache.iceberg.io.FileIO;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Files in S3. */
public final class S3Storage {
  /** What its locations begin with; the older ones are what Hadoop called it. */
  public static final Set<String> SCHEMES = Set.of("s3", "s3a", "s3n");

  /** As many files as may be read and written at once. */
  private static final int MAX_CONNECTIONS = 256;

  private S3Storage() {}

  /** Returns whether a location is in S3. */
  public static boolean isIn(String location) {
    int end = location.indexOf("://");
    return end > 0 && SCHEMES.contains(location.substring(0, end).toLowerCase(Locale.ROOT));
  }

  /** Returns the files that settings lead to; closing it closes its connections. */
  public static FileIO open(S3Settings settings) {
    // Of our own: its limits are ours, and it finds keys as the SDK does.
    S3Client client = client(settings);
    return new S3Metadata(new S3FileIO(() -> client), client);
  }

  private static S3Client client(S3Settings settings) {
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClientBuilder(ApacheHttpClient.builder().maxConnections(MAX_CONNECTIONS))
            .forcePathStyle(settings.pathStyleAccess())
            // Signatures say already what was sent; not every store knows the SDK's sums.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
    URI endpoint = settings.endpoint();
    if (endpoint != null) {
      builder.endpointOverride(endpoint);
    }
    settings.configure(builder);
    return builder.build();
  }

  /** Returns what Iceberg's clients need to know to reach the same files, beside keys. */
  public static Map<String, String> clientProperties(S3Settings settings) {
    Map<String, String> properties = new HashMap<>();
    URI endpoint = settings.endpoint();
    if (endpoint != null) {
      properties.put(S3FileIOProperties.ENDPOINT, endpoint.toString());
    }
    String region = settings.region();
    if (region != null) {
      properties.put(AwsClientProperties.CLIENT_REGION, region);
    }
    properties.put(
        S3FileIOProperties.PATH_STYLE_ACCESS, Boolean.toString(settings.pathStyleAccess()));
    return properties;
  }
}
