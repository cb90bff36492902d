package dev.tarn.server;

import dev.tarn.cloud.FileAccess;
import dev.tarn.cloud.Folders;
import dev.tarn.cloud.S3Settings;
import dev.tarn.cloud.S3Storage;
import dev.tarn.cloud.S3Vending;
import dev.tarn.cloud.StorageByFolder;
import dev.tarn.cloud.StorageByScheme;
import dev.tarn.cloud.VendingByFolder;
import dev.tarn.core.tenant.StorageName;
import dev.tarn.iceberg.garbage.UserFiles;
import dev.tarn.iceberg.io.LocalFileIO;
import dev.tarn.rest.RestSettings;
import dev.tarn.rest.iceberg.StorageAccess;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.rest.credentials.Credential;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where engines' tables are. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StorageSettings.class)
class StorageConfiguration {
  /** The server does not start if tables may be where no storage is configured. */
  @Bean(destroyMethod = "close")
  FileIO fileIO(StorageSettings settings, RestSettings rest) {
    Map<String, FileIO> storages = new HashMap<>();
    storages.put(StorageByScheme.FILE, new LocalFileIO());
    if (settings.s3() != null) {
      FileIO s3 = S3Storage.open(settings.s3().settings());
      S3Storage.SCHEMES.forEach(scheme -> storages.put(scheme, s3));
    }
    StorageByScheme others = new StorageByScheme(storages);
    rest.iceberg().allowedLocations().forEach(others::check);
    if (rest.iceberg().location() != null) {
      others.check(rest.iceberg().location());
    }
    Map<String, FileIO> folders = new HashMap<>();
    for (StorageSettings.Profile profile : settings.profiles().values()) {
      if (profile.isInS3()) {
        folders.put(profile.location(), S3Storage.open(profile.s3().settings()));
      } else {
        others.check(profile.location());
        folders.put(profile.location(), others);
      }
    }
    return new StorageByFolder(folders, others);
  }

  @Bean
  UserFiles userFiles(
      FileIO files, StorageSettings settings, RestSettings rest, TarnSettings catalog) {
    String location = rest.iceberg().location();
    List<String> others = new ArrayList<>();
    others.add(LocalFileIO.location(catalog.warehouseFolder()));
    if (location != null) {
      others.add(location);
    }
    Map<StorageName, UserFiles.Storage> storages = new HashMap<>();
    settings
        .profiles()
        .forEach(
            (name, profile) -> {
              others.addAll(checkApart(name, profile, others));
              storages.put(
                  new StorageName(name),
                  new UserFiles.Storage(profile.location(), profile.warehouse()));
            });
    return new UserFiles(files, location, storages);
  }

  /**
   * Returns the places of a storage. No place lies in another one: there, one tenant would reach
   * what is another's.
   */
  private static List<String> checkApart(
      String name, StorageSettings.Profile profile, List<String> others) {
    List<String> places = new ArrayList<>(List.of(profile.location()));
    if (profile.warehouse() != null) {
      places.add(LocalFileIO.location(profile.warehouse()));
    }
    for (String place : places) {
      for (String other : others) {
        if (new Folders<>(Map.of(other, name)).of(place).isPresent()
            || new Folders<>(Map.of(place, name)).of(other).isPresent()) {
          throw new IllegalArgumentException(
              "tarn.storage.profiles." + name + ": " + place + " and " + other + " are not apart");
        }
      }
    }
    return places;
  }

  @Bean
  StorageAccess storageAccess(StorageSettings settings, VendingByFolder vending) {
    Map<String, Map<String, String>> properties = new HashMap<>();
    settings
        .profiles()
        .values()
        .forEach(
            profile ->
                properties.put(
                    profile.location(),
                    profile.isInS3() ? clientProperties(profile.s3()) : Map.of()));
    return new KeysOfStorages(new Folders<>(properties), clientProperties(settings.s3()), vending);
  }

  private static Map<String, String> clientProperties(StorageSettings.@Nullable S3 s3) {
    return s3 == null ? Map.of() : S3Storage.clientProperties(s3.settings());
  }

  @Bean(destroyMethod = "close")
  VendingByFolder keyVending(StorageSettings settings) {
    Map<String, Optional<S3Vending>> storages = new HashMap<>();
    settings
        .profiles()
        .values()
        .forEach(profile -> storages.put(profile.location(), vending(profile.s3())));
    return new VendingByFolder(storages, vending(settings.s3()));
  }

  /** Returns none if there is no role to give keys of. */
  private static Optional<S3Vending> vending(StorageSettings.@Nullable S3 s3) {
    S3Settings.Role role = s3 == null ? null : s3.role();
    return s3 == null || role == null
        ? Optional.empty()
        : Optional.of(S3Vending.open(s3.settings(), role));
  }

  private record KeysOfStorages(
      Folders<Map<String, String>> properties,
      Map<String, String> otherProperties,
      VendingByFolder vending)
      implements StorageAccess {
    @Override
    public Map<String, String> clientProperties(String location) {
      return properties.of(location).orElse(otherProperties);
    }

    @Override
    public List<Credential> toRead(List<String> places) {
      return vending.vend(places, FileAccess.READ);
    }

    @Override
    public List<Credential> toWrite(List<String> places) {
      return vending.vend(places, FileAccess.WRITE);
    }
  }
}
