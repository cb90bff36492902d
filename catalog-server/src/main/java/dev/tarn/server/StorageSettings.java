package dev.tarn.server;

import dev.tarn.cloud.S3Settings;
import dev.tarn.cloud.S3Storage;
import dev.tarn.core.tenant.StorageName;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.iceberg.util.LocationUtil;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Storages of users' tables beside the file system.
 *
 * @param s3 Amazon S3, or what speaks as it does; there is none unless something is set of it
 * @param profiles storages that tenants may be made in, by name: {@code <name>.location} is where
 *     their tables go, such as {@code s3://acme-lake/tables} or {@code file:///mnt/eu/tables};
 *     {@code <name>.warehouse} a folder for Tarn's own files of these tenants; {@code <name>.s3.…}
 *     how the location is reached, with the settings of {@code tarn.storage.s3}
 */
@ConfigurationProperties(prefix = "tarn.storage", ignoreUnknownFields = false)
record StorageSettings(@Nullable S3 s3, @DefaultValue Map<String, Profile> profiles) {
  StorageSettings {
    profiles = Map.copyOf(profiles);
    if (profiles.keySet().stream().map(StorageName::new).anyMatch(StorageName.DEFAULT::equals)) {
      throw new IllegalArgumentException(
          "the storage default is the installation's own: see tarn.rest.iceberg.location");
    }
  }

  /**
   * A storage that tenants may be made in.
   *
   * @param location where their tables go, each tenant's in a folder of its own
   * @param warehouse where Tarn's own files of these tenants go; where nothing is said, in the
   *     installation's warehouse
   * @param s3 how the location is reached, if it is in S3
   */
  record Profile(String location, @Nullable Path warehouse, @DefaultValue S3 s3) {
    Profile {
      location = LocationUtil.stripTrailingSlash(location);
    }

    boolean isInS3() {
      return S3Storage.isIn(location);
    }
  }

  /**
   * How S3 is reached.
   *
   * @param endpoint such as {@code http://minio:9000}; Amazon's own of the region where nothing is
   *     said
   * @param region such as {@code eu-central-1}; where nothing is said, what the environment or the
   *     machine says, by the rules of Amazon's SDK
   * @param pathStyleAccess whether the bucket is in the path and not in the host's name, as most
   *     stores beside Amazon's want it
   * @param accessKeyId the key; where nothing is said, what the environment, a profile or the
   *     machine's role says, by the rules of Amazon's SDK
   * @param secretAccessKey the key's secret
   * @param roleArn the role that engines get keys of, each time for one table's files; where
   *     nothing is said, they get none, and need keys of their own
   * @param stsEndpoint where such keys are made; Amazon's own of the region where nothing is said
   * @param keyLifetime how long such keys hold: 15 minutes to 12 hours
   */
  record S3(
      @Nullable URI endpoint,
      @Nullable String region,
      @DefaultValue("false") boolean pathStyleAccess,
      @Nullable String accessKeyId,
      @Nullable String secretAccessKey,
      @Nullable String roleArn,
      @Nullable URI stsEndpoint,
      @DefaultValue("1h") Duration keyLifetime) {
    S3 {
      if ((accessKeyId == null) != (secretAccessKey == null)) {
        throw new IllegalArgumentException(
            "access-key-id and secret-access-key of a storage are set together");
      }
    }

    S3Settings settings() {
      S3Settings.Keys keys =
          accessKeyId == null || secretAccessKey == null
              ? null
              : new S3Settings.Keys(accessKeyId, secretAccessKey);
      return new S3Settings(endpoint, region, pathStyleAccess, keys);
    }

    S3Settings.@Nullable Role role() {
      return roleArn == null ? null : new S3Settings.Role(roleArn, stsEndpoint, keyLifetime);
    }

    @Override
    public String toString() {
      return settings().toString();
    }
  }
}
