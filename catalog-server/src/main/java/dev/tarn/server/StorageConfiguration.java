package dev.tarn.server;

import dev.tarn.cloud.FileAccess;
import dev.tarn.cloud.S3Settings;
import dev.tarn.cloud.S3Storage;
import dev.tarn.cloud.S3Vending;
import dev.tarn.cloud.StorageByScheme;
import dev.tarn.iceberg.io.LocalFileIO;
import dev.tarn.rest.iceberg.IcebergConfiguration;
import dev.tarn.rest.iceberg.StorageAccess;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.rest.credentials.Credential;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where engines' tables are. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StorageSettings.class)
class StorageConfiguration {
  /** The server does not start if tables may be where no storage is configured. */
  @Bean(destroyMethod = "close")
  FileIO fileIO(StorageSettings settings, IcebergConfiguration.Limits limits) {
    Map<String, FileIO> storages = new HashMap<>();
    storages.put(StorageByScheme.FILE, new LocalFileIO());
    if (settings.s3() != null) {
      FileIO s3 = S3Storage.open(settings.s3().settings());
      S3Storage.SCHEMES.forEach(scheme -> storages.put(scheme, s3));
    }
    StorageByScheme files = new StorageByScheme(storages);
    limits.locations().all().forEach(files::check);
    return files;
  }

  @Bean
  StorageAccess storageAccess(StorageSettings settings, ObjectProvider<S3Vending> vending) {
    if (settings.s3() == null) {
      return StorageAccess.NONE;
    }
    return new S3Access(
        S3Storage.clientProperties(settings.s3().settings()), vending.getIfAvailable());
  }

  /** Null, which is no bean, if there is no role to give keys of. */
  @Bean(destroyMethod = "close")
  @Nullable S3Vending keyVending(StorageSettings settings) {
    S3Settings.Role role = settings.s3() == null ? null : settings.s3().role();
    return settings.s3() == null || role == null
        ? null
        : S3Vending.open(settings.s3().settings(), role);
  }

  private record S3Access(Map<String, String> clientProperties, @Nullable S3Vending vending)
      implements StorageAccess {
    @Override
    public List<Credential> toRead(List<String> places) {
      return vending == null ? List.of() : vending.vend(places, FileAccess.READ);
    }

    @Override
    public List<Credential> toWrite(List<String> places) {
      return vending == null ? List.of() : vending.vend(places, FileAccess.WRITE);
    }
  }
}
